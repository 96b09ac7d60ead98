package rules

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"reflect"
)

// The compiled catalogue is packed: strings once in a table, everything else as
// varints in the order of the struct fields. It is read without copying a
// string, which is why it loads in a fraction of the time that JSON takes. The
// layout of the types stands at its head; a file of another layout is not read.

// packer writes values of the types that a rule file is made of: structs, slices,
// maps of no kind, strings, ints, bools and Conditions.
type packer struct {
	out   []byte
	ids   map[string]uint64
	words []string
}

func (p *packer) uint(n uint64) { p.out = binary.AppendUvarint(p.out, n) }

func (p *packer) string(s string) {
	id, ok := p.ids[s]
	if !ok {
		id = uint64(len(p.words))
		p.ids[s] = id
		p.words = append(p.words, s)
	}
	p.uint(id)
}

func (p *packer) value(v reflect.Value) error {
	if c, ok := v.Interface().(Condition); ok {
		return p.condition(c)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue // worked out when the rule is built
			}
			if err := p.value(v.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		p.uint(uint64(v.Len()))
		for i := range v.Len() {
			if err := p.value(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.String:
		p.string(v.String())
	case reflect.Int:
		p.out = binary.AppendVarint(p.out, v.Int())
	case reflect.Bool:
		if v.Bool() {
			p.uint(1)
		} else {
			p.uint(0)
		}
	default:
		return fmt.Errorf("a rule file holds no %s", v.Type())
	}
	return nil
}

func (p *packer) condition(c Condition) error {
	p.string(c.Kind)
	if c.Kind == "" {
		return nil
	}
	p.uint(uint64(c.Line))
	p.uint(uint64(c.Column))
	if m, ok := c.Params.(*matches); ok {
		work := *m
		if err := work.derive(); err != nil {
			return err
		}
		c.Params = &work
	}
	return p.value(reflect.ValueOf(c.Params).Elem())
}

// pack writes v, a struct, with its layout and its table of strings before it.
func pack(v any) ([]byte, error) {
	p := &packer{ids: map[string]uint64{}}
	if err := p.value(reflect.ValueOf(v)); err != nil {
		return nil, err
	}
	head := binary.AppendUvarint(nil, layout(reflect.TypeOf(v)))
	head = binary.AppendUvarint(head, uint64(len(p.words)))
	for _, w := range p.words {
		head = binary.AppendUvarint(head, uint64(len(w)))
		head = append(head, w...)
	}
	return append(head, p.out...), nil
}

var errPacked = errors.New("the compiled rules are damaged or of another version")

// unpacker reads what packer wrote. Strings are parts of data.
type unpacker struct {
	data  string
	words []string
	kinds map[string]params
}

func (u *unpacker) uint() uint64 {
	var n uint64
	for i, shift := 0, 0; i < len(u.data) && shift < 64; i, shift = i+1, shift+7 {
		b := u.data[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			u.data = u.data[i+1:]
			return n
		}
	}
	panic(errPacked)
}

// count reads a number of things of which each takes at least a byte.
func (u *unpacker) count() int {
	n := u.uint()
	if n > uint64(len(u.data)) {
		panic(errPacked)
	}
	return int(n)
}

func (u *unpacker) string() string {
	n := u.uint()
	if n >= uint64(len(u.words)) {
		panic(errPacked)
	}
	return u.words[n]
}

func (u *unpacker) value(v reflect.Value) {
	if v.Type() == reflect.TypeFor[Condition]() {
		u.condition(v.Addr().Interface().(*Condition))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				u.value(v.Field(i))
			}
		}
	case reflect.Slice:
		n := u.count()
		if n == 0 {
			return
		}
		if v.Type() == reflect.TypeFor[[]string]() {
			out := make([]string, n)
			for i := range out {
				out[i] = u.string()
			}
			v.Set(reflect.ValueOf(out))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			u.value(v.Index(i))
		}
	case reflect.String:
		v.SetString(u.string())
	case reflect.Int:
		n := u.uint() // as AppendVarint writes it
		v.SetInt(int64(n>>1) ^ -int64(n&1))
	case reflect.Bool:
		v.SetBool(u.uint() == 1)
	default:
		panic(errPacked)
	}
}

func (u *unpacker) condition(c *Condition) {
	if c.Kind = u.string(); c.Kind == "" {
		return
	}
	c.Line, c.Column = int(u.uint()), int(u.uint())
	sample, ok := u.kinds[c.Kind]
	if !ok {
		panic(errPacked)
	}
	p := reflect.New(reflect.TypeOf(sample).Elem())
	u.value(p.Elem())
	c.Params = p.Interface().(params)
}

// unpack reads into v, a pointer to a struct of the type that was packed.
func unpack(data string, v any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if r != errPacked {
				panic(r)
			}
			err = errPacked
		}
	}()
	u := &unpacker{data: data, kinds: conditions()}
	if u.uint() != layout(reflect.TypeOf(v).Elem()) {
		return errPacked
	}
	u.words = make([]string, u.count())
	for i := range u.words {
		n := u.count()
		u.words[i], u.data = u.data[:n], u.data[n:]
	}
	u.value(reflect.ValueOf(v).Elem())
	if u.data != "" {
		return errPacked
	}
	return nil
}

// layout is a number for the types that are packed: names, fields and kinds of
// conditions. It changes when any of them does.
func layout(t reflect.Type) uint64 {
	h := fnv.New64a()
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		fmt.Fprintf(h, "%s %s;", t.Name(), t.Kind())
		if seen[t] {
			return
		}
		seen[t] = true
		switch {
		case t == reflect.TypeFor[Condition]():
			all := conditions()
			for _, name := range kinds() {
				fmt.Fprintf(h, "%s:", name)
				walk(reflect.TypeOf(all[name]).Elem())
			}
		case t.Kind() == reflect.Struct:
			for i := range t.NumField() {
				if t.Field(i).IsExported() {
					fmt.Fprintf(h, "%s ", t.Field(i).Name)
					walk(t.Field(i).Type)
				}
			}
		case t.Kind() == reflect.Slice, t.Kind() == reflect.Pointer:
			walk(t.Elem())
		}
	}
	walk(t)
	return h.Sum64()
}
