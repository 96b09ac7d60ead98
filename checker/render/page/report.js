(function () {
  'use strict';
  var cards = list('.card'), marks = list('mark, a.n'), form = document.getElementById('filter');
  var shown = document.getElementById('shown'), current = -1;

  function list(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function has(el, name) { return (' ' + el.className + ' ').indexOf(' ' + name + ' ') >= 0; }
  function set(el, name, on) {
    if (has(el, name) === on) { return; }
    el.className = on ? el.className + ' ' + name : (' ' + el.className + ' ').replace(' ' + name + ' ', ' ').replace(/^ | $/g, '');
  }
  function up(el, test) {
    while (el && el.nodeType === 1 && !test(el)) { el = el.parentNode; }
    return el && el.nodeType === 1 ? el : null;
  }
  function boxes(kind) { return form ? Array.prototype.slice.call(form.querySelectorAll('input[data-' + kind + ']')) : []; }
  function off(kind) {
    var no = {};
    boxes(kind).forEach(function (b) { if (!b.checked) { no[b.getAttribute('data-' + kind)] = true; } });
    return no;
  }

  // filter hides what is not ticked and says how much that is.
  function filter() {
    var level = off('level'), rule = off('rule'), visible = 0, gone = {};
    cards.forEach(function (c) {
      var hide = !!(level[c.getAttribute('data-level')] || rule[c.getAttribute('data-rule')]);
      set(c, 'off', hide);
      if (hide) { gone[c.id] = true; } else { visible++; }
    });
    marks.forEach(function (m) {
      set(m, 'off', m.getAttribute('data-f').split(' ').every(function (id) { return gone[id]; }));
    });
    boxes('group').forEach(function (g) {
      var rules = Array.prototype.slice.call(up(g, function (e) { return e.tagName === 'LI'; }).querySelectorAll('input[data-rule]'));
      var on = rules.filter(function (r) { return r.checked; }).length;
      g.checked = on === rules.length;
      g.indeterminate = on > 0 && on < rules.length;
    });
    var total = cards.length;
    shown.textContent = visible === total ? '显示全部 ' + total + ' 项问题' : '已筛选：只显示 ' + visible + ' 项，另有 ' + (total - visible) + ' 项问题没有显示';
    set(shown, 'cut', visible < total);
  }
  function showAll() {
    boxes('level').concat(boxes('rule')).forEach(function (b) { b.checked = true; });
    filter();
  }

  function unlit() { list('.lit').forEach(function (e) { set(e, 'lit', false); }); }
  function see(el) {
    var r = el.getBoundingClientRect();
    if (r.top < 8 || r.bottom > window.innerHeight - 8) {
      window.scrollTo(0, window.pageYOffset + r.top - Math.max(40, (window.innerHeight - r.height) / 3));
    }
  }
  function wordsOf(card) {
    return marks.filter(function (m) { return m.tagName === 'MARK' && m.getAttribute('data-f').split(' ').indexOf(card.id) >= 0; });
  }
  // toCard goes to a finding and shows its words; toWords goes to the words.
  function choose(card) {
    unlit();
    current = cards.indexOf(card);
    set(card, 'lit', true);
    wordsOf(card).forEach(function (m) { set(m, 'lit', true); });
  }
  function toCard(card) {
    choose(card);
    card.focus({ preventScroll: true });
    see(card);
  }
  function toWords(card) {
    var words = wordsOf(card), target = words[0] || document.getElementById(card.getAttribute('data-mark') || '');
    choose(card);
    if (target) { see(target); }
  }
  function step(by) {
    var i = current, n = 0;
    do { i += by; n++; } while (cards[i] && has(cards[i], 'off') && n < cards.length);
    if (cards[i]) { toCard(cards[i]); }
  }

  if (form) {
    form.hidden = false;
    shown.hidden = false;
    if (window.innerWidth <= 1080) { document.getElementById('tree').removeAttribute('open'); }
    form.addEventListener('change', function (e) {
      var g = e.target.getAttribute('data-group');
      if (g) {
        Array.prototype.slice.call(up(e.target, function (x) { return x.tagName === 'LI'; }).querySelectorAll('input[data-rule]'))
          .forEach(function (r) { r.checked = e.target.checked; });
      }
      filter();
    });
    document.getElementById('all').addEventListener('click', showAll);
    filter();
  }

  document.addEventListener('click', function (e) {
    var el = up(e.target, function (x) { return x.tagName === 'A' || x.tagName === 'MARK' || has(x, 'card'); });
    if (!el) { return; }
    if (el.tagName === 'MARK' || has(el, 'n')) {
      var ids = el.getAttribute('data-f').split(' ');
      for (var i = 0; i < ids.length; i++) {
        var card = document.getElementById(ids[i]);
        if (card && !has(card, 'off')) { toCard(card); break; }
      }
      e.preventDefault();
    } else if (has(el, 'card')) {
      if (!String(window.getSelection())) { toWords(el); }
    } else if (el.parentNode && has(el.parentNode, 'pl')) {
      toWords(up(el, function (x) { return has(x, 'card'); }));
      e.preventDefault();
    }
  });

  document.addEventListener('keydown', function (e) {
    var tag = e.target.tagName;
    if (e.ctrlKey || e.altKey || e.metaKey || tag === 'SELECT' || tag === 'TEXTAREA') { return; }
    var level = { '1': 'error', '2': 'warning', '3': 'info' }[e.key];
    if (e.key === 'j' || e.key === 'n') { step(1); }
    else if (e.key === 'k' || e.key === 'p') { step(current < 0 ? 1 : -1); }
    else if (e.key === 'Enter' && has(e.target, 'card')) { toWords(e.target); }
    else if (level) { boxes('level').forEach(function (b) { if (b.getAttribute('data-level') === level) { b.checked = !b.checked; filter(); } }); }
    else if (e.key === '0' && form) { showAll(); }
    else { return; }
    e.preventDefault();
  });
}());
