(function () {
'use strict';
var D = JSON.parse(document.getElementById('data').textContent);
var E = D.entries, size = 100, page = 0, sort = 0, down = false, open = 0, rows = [];
var f = {q: '', disp: -1, sure: -1, issuer: -1, year: '', kind: -1};
var byId = {}, outgoing = {}, incoming = {};
function $(id) { return document.getElementById(id); }
function el(tag, cls, text) {
  var e = document.createElement(tag);
  if (cls) e.className = cls;
  if (text !== undefined) e.textContent = text;
  return e;
}
function svg(tag, at) {
  var e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (var k in at) e.setAttribute(k, at[k]);
  return e;
}
E.forEach(function (e) {
  byId[e.i] = e;
  e.w = (e.w || []);
  e.key = [e.t, e.n || '', e.w.map(function (k) { return D.issuers[k]; }).join('、'), (e.p || []).join(' ')].join(' ').toLowerCase();
});
D.links.forEach(function (l) {
  (outgoing[l.f] = outgoing[l.f] || []).push(l);
  if (l.o) (incoming[l.o] = incoming[l.o] || []).push(l);
});
function matches(e) {
  if (f.disp >= 0 ? e.d !== f.disp : false) return false;
  if (f.sure >= 0 && e.s !== f.sure) return false;
  if (f.issuer >= 0 && e.w.indexOf(f.issuer) < 0) return false;
  if (f.year !== '' && (f.year === '-' ? !!e.y : (e.y || '').slice(0, 4) !== f.year)) return false;
  if (f.kind >= 0 && e.k !== f.kind) return false;
  if (!f.q) return true;
  return f.q.split(/\s+/).every(function (w) { return e.key.indexOf(w) >= 0; });
}
function value(e) {
  switch (sort) {
  case 1: return e.t;
  case 2: return e.n || '';
  case 3: return e.w.length ? D.issuers[e.w[0]] : '';
  case 4: return e.y || '';
  case 5: return e.d;
  case 6: return e.s;
  }
  return e.i;
}
function select() {
  rows = E.filter(matches);
  if (sort || down) {
    var v = new Map();
    rows.forEach(function (e) { v.set(e, value(e)); });
    rows.sort(function (a, b) {
      var x = v.get(a), y = v.get(b), c = x < y ? -1 : x > y ? 1 : a.i - b.i;
      return down ? -c : c;
    });
  }
  page = 0;
  draw();
}
function reasons(e) { return e.r && e.r.length ? e.r[0].x : ''; }
function draw() {
  var body = $('rows');
  body.textContent = '';
  var from = page * size, some = rows.slice(from, from + size);
  some.forEach(function (e) {
    var tr = el('tr', 'row' + (open === e.i ? ' open' : ''));
    tr.tabIndex = 0;
    tr.appendChild(el('td', 'c-id', e.i));
    tr.appendChild(el('td', 'c-title', e.t));
    tr.appendChild(el('td', 'c-no', e.n || ''));
    tr.appendChild(el('td', 'c-who', e.w.map(function (k) { return D.issuers[k]; }).join('、')));
    tr.appendChild(el('td', 'c-day', e.y || ''));
    var is = el('td', 'c-is');
    is.appendChild(el('span', 't' + e.d, D.dispositions[e.d]));
    tr.appendChild(is);
    tr.appendChild(el('td', 'c-sure', D.sureness[e.s] || ''));
    tr.appendChild(el('td', 'c-why', reasons(e)));
    tr.onclick = function () { open = open === e.i ? 0 : e.i; draw(); };
    tr.onkeydown = function (k) { if (k.key === 'Enter') tr.onclick(); };
    body.appendChild(tr);
    if (open === e.i) body.appendChild(detail(e));
  });
  $('none').hidden = rows.length > 0;
  var pages = Math.max(1, Math.ceil(rows.length / size));
  ['shown', 'shown2'].forEach(function (id) {
    $(id).textContent = rows.length === 0 ? '没有符合条件的文件' : '共 ' + rows.length + ' 件，第 ' + (from + 1) + '–' + (from + some.length) + ' 件';
  });
  ['prev', 'prev2'].forEach(function (id) { $(id).disabled = page === 0; });
  ['next', 'next2'].forEach(function (id) { $(id).disabled = page >= pages - 1; });
  Array.prototype.forEach.call(document.querySelectorAll('[data-disp]'), function (b) {
    b.setAttribute('aria-pressed', String(+b.getAttribute('data-disp') === f.disp));
  });
}
function detail(e) {
  var tr = el('tr', 'detail'), td = el('td');
  td.colSpan = 8;
  tr.appendChild(td);
  if (e.g) td.appendChild(el('p', 'note', '随《' + e.g + '》印发'));
  if (e.c) td.appendChild(el('p', 'note', '不再有效的日期：' + e.c));
  if (e.r && e.r.length) {
    td.appendChild(el('h3', '', '理由'));
    var ol = el('ol');
    e.r.forEach(function (r) {
      var li = el('li', '', r.x + '（' + D.sureness[r.s] + '）');
      if (r.e && r.e.length) {
        var ul = el('ul');
        r.e.forEach(function (x) { ul.appendChild(el('li', '', x)); });
        li.appendChild(ul);
      }
      ol.appendChild(li);
    });
    td.appendChild(ol);
    if (e.b) td.appendChild(el('p', 'note', e.b));
  }
  var out = outgoing[e.i] || [], into = incoming[e.i] || [];
  if (out.length + into.length) {
    td.appendChild(el('h3', '', '与其他文件的关系'));
    td.appendChild(graph(e, into, out));
  }
  td.appendChild(el('h3', '', '文件'));
  var ul = el('ul');
  (e.p || []).forEach(function (p) { ul.appendChild(el('li', '', p)); });
  td.appendChild(ul);
  if (e.a) {
    var a = el('a', '', '检查报告');
    a.href = e.a;
    a.target = '_blank';
    a.rel = 'noopener';
    var p = el('p');
    p.appendChild(a);
    td.appendChild(p);
  }
  return tr;
}
function cut(s, n) { return s.length > n ? s.slice(0, n - 1) + '…' : s; }
function byDate(a, b) { return (a.y || '9') < (b.y || '9') ? -1 : (a.y || '9') > (b.y || '9') ? 1 : 0; }
function graph(e, into, out) {
  var most = 20, step = 50, w = 268, gap = 150;
  var left = into.slice().sort(byDate), right = out.slice().sort(byDate);
  var more = Math.max(0, left.length - most) + Math.max(0, right.length - most);
  left = left.slice(0, most);
  right = right.slice(0, most);
  var n = Math.max(left.length, right.length, 1), height = n * step + 10;
  var x0 = 6, x1 = left.length ? x0 + w + gap : x0, x2 = x1 + w + gap, width = (right.length ? x2 : x1) + w + 6;
  var s = svg('svg', {width: width, height: height, viewBox: '0 0 ' + width + ' ' + height, role: 'img'});
  var title = svg('title', {});
  title.textContent = '《' + e.t + '》与其他文件的关系';
  s.appendChild(title);
  var defs = svg('defs', {}), mark = svg('marker', {id: 'tip' + e.i, viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto'});
  mark.appendChild(svg('path', {d: 'M0 0L8 4L0 8Z', fill: '#8a919a', style: ''}));
  mark.firstChild.removeAttribute('style');
  defs.appendChild(mark);
  s.appendChild(defs);
  var mid = Math.min(height / 2, 160); // in sight however many there are
  function at(k, count) { return Math.max(0, Math.min(mid - count * step / 2, height - count * step)) + k * step + step / 2; }
  function edge(xa, ya, xb, yb, label) {
    var m = (xa + xb) / 2;
    s.appendChild(svg('path', {d: 'M' + xa + ' ' + ya + 'C' + m + ' ' + ya + ' ' + m + ' ' + yb + ' ' + xb + ' ' + yb, 'marker-end': 'url(#tip' + e.i + ')'}));
    var t = svg('text', {x: m, y: (xa < x1 ? ya : yb) - 5, 'text-anchor': 'middle', 'class': 'verb'});
    t.textContent = label;
    s.appendChild(t);
  }
  function node(x, y, cls, name, sub, id) {
    var g = svg('g', {'class': 'node ' + cls});
    g.appendChild(svg('rect', {x: x, y: y - 20, width: w, height: 40, rx: 5}));
    var a = svg('text', {x: x + 8, y: y - 3}), b = svg('text', {x: x + 8, y: y + 14, fill: '#5c6168'});
    a.textContent = cut(name, 20);
    b.textContent = cut(sub, 34);
    var tip = svg('title', {});
    tip.textContent = name;
    g.appendChild(tip);
    g.appendChild(a);
    g.appendChild(b);
    if (id) g.onclick = function (k) { k.stopPropagation(); show(id); };
    s.appendChild(g);
  }
  function words(x) { return [x.y || '', x.n || '', D.dispositions[x.d]].filter(Boolean).join(' · '); }
  left.forEach(function (l, k) {
    var o = byId[l.f], y = at(k, left.length);
    edge(x0 + w, y, x1, mid, D.verbs[l.v] + (l.y ? ' ' + l.y : ''));
    if (o) node(x0, y, '', o.t, words(o), o.i);
  });
  right.forEach(function (l, k) {
    var o = byId[l.o], y = at(k, right.length);
    edge(x1 + w, mid, x2, y, D.verbs[l.v] + (l.y ? ' ' + l.y : ''));
    if (o) node(x2, y, '', o.t, words(o), o.i);
    else node(x2, y, 'out', l.t || l.m || '', [l.m || '', '不在本批文件里'].filter(Boolean).join(' · '), 0);
  });
  node(x1, mid, 'me', e.t, words(e), 0);
  var box = el('div', 'graph');
  box.appendChild(s);
  if (more) box.appendChild(el('p', 'note', '另有 ' + more + ' 个关系没有画出，见 清理结果.jsonl'));
  return box;
}
function show(id) {
  f = {q: '', disp: -1, sure: -1, issuer: -1, year: '', kind: -1};
  sync();
  rows = E.filter(matches);
  sort = 0; down = false;
  rows.forEach(function (e, k) { if (e.i === id) page = Math.floor(k / size); });
  open = id;
  draw();
  var r = document.querySelector('tr.open');
  if (r) r.scrollIntoView({block: 'start'});
}
function sync() {
  $('q').value = f.q;
  $('sure').value = f.sure;
  $('issuer').value = f.issuer;
  $('year').value = f.year;
  $('kind').value = f.kind;
}
Array.prototype.forEach.call(document.querySelectorAll('.years'), function (y) { y.scrollLeft = y.scrollWidth; });
var wait = 0;
$('q').oninput = function () { clearTimeout(wait); wait = setTimeout(function () { f.q = $('q').value.trim().toLowerCase(); select(); }, 120); };
['sure', 'issuer', 'kind'].forEach(function (id) { $(id).onchange = function () { f[id] = +$(id).value; select(); }; });
$('year').onchange = function () { f.year = $('year').value; select(); };
$('clear').onclick = function () { f = {q: '', disp: -1, sure: -1, issuer: -1, year: '', kind: -1}; sync(); select(); };
['prev', 'prev2'].forEach(function (id) { $(id).onclick = function () { page--; draw(); }; });
['next', 'next2'].forEach(function (id) { $(id).onclick = function () { page++; draw(); $('list').scrollIntoView(); }; });
Array.prototype.forEach.call(document.querySelectorAll('[data-disp]'), function (b) {
  b.onclick = function () { var d = +b.getAttribute('data-disp'); f.disp = f.disp === d ? -1 : d; select(); };
});
[['issuer', 'data-issuer'], ['kind', 'data-kind'], ['year', 'data-year']].forEach(function (x) {
  Array.prototype.forEach.call(document.querySelectorAll('[' + x[1] + ']'), function (b) {
    b.onclick = function () {
      var v = b.getAttribute(x[1]);
      f[x[0]] = x[0] === 'year' ? v : +v;
      sync(); select(); $('list').scrollIntoView();
    };
  });
});
Array.prototype.forEach.call(document.querySelectorAll('th'), function (th, k) {
  if (k > 6) return;
  th.onclick = function () { down = sort === k ? !down : false; sort = k; select(); };
});
if (/^#\d+$/.test(location.hash) && byId[+location.hash.slice(1)]) { select(); show(+location.hash.slice(1)); } else select();
})();
