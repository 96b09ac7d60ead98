package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"

	"docreview/corpus/load"
	"docreview/corpus/segment"
)

// factsShard holds the titles of all works and the gists of the rules.
const factsShard = "facts"

// shards takes over what did not change and builds the rest.
func (b *builder) shards(ctx context.Context) error {
	scratch := filepath.Join(b.dir, "scratch")
	if err := os.Mkdir(scratch, 0o755); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	all := b.buckets()
	facts := &bucket{info: shardInfo{Name: factsShard, Kind: "facts", Rows: len(b.h.Works) + len(b.o.Gists)}}
	if facts.info.Rows > 0 { // the engine cannot build an empty index
		all = append(all, facts)
	}
	kept := map[string]shardInfo{}
	if b.old != nil && b.old.Segmenter == b.m.Segmenter && b.old.Dictionary == b.m.Dictionary {
		for _, s := range b.old.Shards {
			kept[s.Name] = s
		}
	}
	b.m.Shards = make([]shardInfo, len(all))
	var todo []int
	for i, k := range all {
		k.info.Digest = b.digest(k)
		b.m.Shards[i] = k.info
		b.built.Rows += k.info.Rows
		if old, ok := kept[k.info.Name]; ok && old.Digest == k.info.Digest && old.Rows == k.info.Rows {
			from := filepath.Join(b.o.Out, b.old.Generation, k.info.Name)
			if err := linkTree(from, filepath.Join(b.dir, k.info.Name)); err == nil {
				b.built.Kept++
				continue
			}
			os.RemoveAll(filepath.Join(b.dir, k.info.Name))
		}
		todo = append(todo, i)
	}
	b.built.Shards = len(all)
	if err := b.buildAll(ctx, all, todo, scratch); err != nil {
		return err
	}
	if err := b.sumPairs(); err != nil {
		return err
	}
	return os.RemoveAll(scratch)
}

// buildAll builds shards, Jobs at a time.
func (b *builder) buildAll(ctx context.Context, all []*bucket, todo []int, scratch string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var seg segment.Segmenter
	if b.seg != nil && len(todo) > 0 {
		var err error
		if seg, err = b.seg(); err != nil {
			return err
		}
	}
	total := 0
	for _, i := range todo {
		total += all[i].info.Rows
	}
	var (
		mu    sync.Mutex
		errs  []error
		done  int
		next  int
		group sync.WaitGroup
	)
	b.o.Progress("index", 0, total)
	for range min(b.o.Jobs, max(len(todo), 1)) {
		group.Add(1)
		go func() {
			defer group.Done()
			for {
				mu.Lock()
				if next == len(todo) || ctx.Err() != nil {
					mu.Unlock()
					return
				}
				k := all[todo[next]]
				next++
				mu.Unlock()
				rows, err := b.buildShard(ctx, k, seg, scratch)
				if err == nil && rows != k.info.Rows {
					err = fmt.Errorf("build shard %s: %d rows of %d", k.info.Name, rows, k.info.Rows)
				}
				mu.Lock()
				if err != nil {
					errs = append(errs, err)
					stop()
				} else {
					done += k.info.Rows
					b.o.Progress("index", done, total)
				}
				mu.Unlock()
			}
		}()
	}
	group.Wait()
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	return ctx.Err()
}

// digest tells what goes into a shard: when it is the same, so is the shard.
func (b *builder) digest(k *bucket) string {
	h := newDigest()
	fmt.Fprintf(h, "%s %s %s\n", mappingVersion, b.m.Segmenter, b.m.Dictionary)
	if k.info.Kind == "facts" {
		for _, w := range b.h.Works {
			fmt.Fprintf(h, "%q %q %q\n", w.ID, w.Title, w.Aliases)
		}
		for _, g := range b.o.Gists {
			fmt.Fprintf(h, "%q\n", g)
		}
		return h.sum()
	}
	for _, w := range k.works {
		h.add(string(w.ID), w.Title)
		for _, x := range w.Wordings {
			h.add(string(x.Edition))
			for _, r := range x.Rows {
				h.row(r)
			}
		}
	}
	return h.sum()
}

// digester hashes what a shard is made of: sixty million bytes at every build,
// so it writes lengths and bytes and formats nothing.
type digester struct {
	hash.Hash
	buf []byte
}

func newDigest() *digester { return &digester{Hash: sha256.New()} }

func (d *digester) sum() string { return hex.EncodeToString(d.Sum(nil)) }

// add takes strings, each after its length.
func (d *digester) add(all ...string) {
	d.buf = d.buf[:0]
	for _, s := range all {
		d.buf = binary.AppendUvarint(d.buf, uint64(len(s)))
		d.buf = append(d.buf, s...)
	}
	d.Write(d.buf)
}

func (d *digester) row(r load.Row) {
	d.buf = d.buf[:0]
	for _, n := range [...]int{r.At.Article, r.At.Sub, r.At.Para, r.At.Item, r.At.Subitem} {
		d.buf = binary.AppendUvarint(d.buf, uint64(n))
	}
	d.Write(d.buf)
	d.add(r.Label, r.Path, r.Text)
}

// buildShard writes the pairs of a shard and, where there is a segmenter, its
// words.
func (b *builder) buildShard(ctx context.Context, k *bucket, seg segment.Segmenter, scratch string) (rows int, err error) {
	dir := filepath.Join(b.dir, k.info.Name)
	if seg == nil {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return 0, fmt.Errorf("build shard %s: %w", k.info.Name, err)
		}
	} else {
		rows, err = buildShard(dir, scratch, func(yield func(shardDoc) error) error { return b.words(ctx, k, seg, yield) })
		if err != nil {
			return 0, err
		}
	}
	w := b.pairs(k)
	if seg != nil && rows != w.rows {
		return 0, fmt.Errorf("build shard %s: %d rows of %d", k.info.Name, rows, w.rows)
	}
	if err := w.write(filepath.Join(dir, pairsFile)); err != nil {
		return 0, fmt.Errorf("build shard %s: %w", k.info.Name, err)
	}
	return w.rows, nil
}

// pairs collects the pairs of a shard's rows.
func (b *builder) pairs(k *bucket) *pairsWriter {
	p := &pairsWriter{}
	if k.info.Kind == "facts" {
		for _, w := range b.h.Works {
			p.begin("w\x00"+string(w.ID), "", "")
			p.add(append([]string{w.Title}, w.Aliases...)...)
		}
		for i, g := range b.o.Gists {
			p.begin(fmt.Sprintf("g\x00%06d", i), "", "")
			p.add(g.Title + "。" + g.Text)
		}
		return p
	}
	for _, w := range k.works {
		for _, x := range w.Wordings {
			p.begin(string(x.Edition), w.ID, w.Title)
			for _, r := range x.Rows {
				p.add(r.Text)
			}
		}
	}
	return p
}

// words gives the words of a shard's rows.
func (b *builder) words(ctx context.Context, k *bucket, seg segment.Segmenter, yield func(shardDoc) error) error {
	if k.info.Kind == "facts" {
		for _, w := range b.h.Works {
			d := shardDoc{id: "w\x00" + string(w.ID)}
			for _, t := range append([]string{w.Title}, w.Aliases...) {
				d.head = append(d.head, seg.Words(t)...)
			}
			if err := yield(d); err != nil {
				return err
			}
		}
		for i, g := range b.o.Gists {
			if err := yield(shardDoc{id: fmt.Sprintf("g\x00%06d", i), words: seg.Words(g.Text), head: seg.Words(g.Title)}); err != nil {
				return err
			}
		}
		return nil
	}
	for _, w := range k.works {
		title := seg.Words(w.Title)
		path, head := "", title
		for _, x := range w.Wordings {
			if err := ctx.Err(); err != nil {
				return err
			}
			for i, r := range x.Rows {
				if r.Path != path { // headings are those of the row before, nearly always
					path, head = r.Path, append(title[:len(title):len(title)], seg.Words(r.Path)...)
				}
				if err := yield(shardDoc{id: docID(x.Edition, i), words: seg.Words(r.Text), head: head}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// linkTree takes over a folder by hard links, or by copies where the system has
// none. The files are never written again.
func linkTree(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		a, z := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		if e.IsDir() {
			if err := linkTree(a, z); err != nil {
				return err
			}
			continue
		}
		if os.Link(a, z) == nil {
			continue
		}
		if err := copyFile(a, z); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Sync(), w.Close())
}
