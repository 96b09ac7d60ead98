package rules

import (
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A fault is what is wrong at a place of a YAML file: line:column: message.
type fault struct {
	line, column int
	text         string
}

func (f *fault) Error() string { return fmt.Sprintf("%d:%d: %s", f.line, f.column, f.text) }

func faultf(n *yaml.Node, format string, args ...any) error {
	return &fault{n.Line, n.Column, fmt.Sprintf(format, args...)}
}

// strict decodes n into v (a pointer) and refuses keys that v does not know and
// keys that stand twice.
func strict(n *yaml.Node, v any) error {
	return decode(n, reflect.ValueOf(v).Elem())
}

func decode(n *yaml.Node, v reflect.Value) error {
	if n.Kind == yaml.AliasNode {
		return faultf(n, "aliases are not used in rule files")
	}
	if c, ok := v.Addr().Interface().(*Condition); ok {
		return c.decode(n)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return decode(n, v.Elem())
	case reflect.Struct:
		if n.Kind != yaml.MappingNode {
			return faultf(n, "a mapping is wanted here")
		}
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if seen[key.Value] {
				return faultf(key, "%s stands twice", key.Value)
			}
			seen[key.Value] = true
			field, ok := fieldOf(v, key.Value)
			if !ok {
				return faultf(key, "no key is called %q here", key.Value)
			}
			if err := decode(n.Content[i+1], field); err != nil {
				return err
			}
		}
		return nil
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			return faultf(n, "a list is wanted here")
		}
		out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
		for i, c := range n.Content {
			if err := decode(c, out.Index(i)); err != nil {
				return err
			}
		}
		v.Set(out)
		return nil
	case reflect.Map:
		if n.Kind != yaml.MappingNode {
			return faultf(n, "a mapping is wanted here")
		}
	default:
		if n.Kind != yaml.ScalarNode {
			return faultf(n, "a single value is wanted here")
		}
	}
	if err := n.Decode(v.Addr().Interface()); err != nil {
		return faultf(n, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return nil
}

func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	t := v.Type()
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if tag == key && tag != "-" && tag != "" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
