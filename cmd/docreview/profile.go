package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

func profileCommand(e *env) *cli.Command {
	flags := func() []cli.Flag {
		return []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: "text 或者 json"},
			&cli.StringFlag{Name: "as-of", Usage: "按哪一天有效的参数；默认今天"},
		}
	}
	run := func(n int, example string, do func(c *cli.Context, asOf law.Date, asJSON bool) error) cli.ActionFunc {
		return func(c *cli.Context) error {
			if err := noFlagsBehind(c); err != nil {
				return err
			}
			if c.NArg() != n {
				return usagef("用法不对，例如 docreview profile %s。", example)
			}
			asOf, err := parseAsOf(c.String("as-of"), e.today())
			if err != nil || asOf.IsZero() {
				return usagef("日期“%s”不对。请写成 2026-11-22 这样的日期。", c.String("as-of"))
			}
			format := c.String("format")
			if format != "text" && format != "json" {
				return usagef("没有“%s”这种格式。可以写 text、json。", format)
			}
			return do(c, asOf, format == "json")
		}
	}
	return &cli.Command{
		Name:  "profile",
		Usage: "地方规定：list 列出有资料的地区，show 说明一个地区，diff 比较两个地区",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "列出有资料的地区、各有几项参数、依据哪些规定", ArgsUsage: "[选项]", Flags: flags(),
				Action: run(0, "list", func(_ *cli.Context, _ law.Date, asJSON bool) error { return e.listProfiles(asJSON) }),
			},
			{
				Name: "show", Usage: "列出一个地区的全部参数和每项的出处", ArgsUsage: "[选项] 地区名称|行政区划代码", Flags: flags(),
				Action: run(1, "show 湖南", func(c *cli.Context, asOf law.Date, asJSON bool) error {
					return e.showProfile(c.Args().First(), asOf, asJSON)
				}),
			},
			{
				Name: "diff", Usage: "列出两个地区不同的参数", ArgsUsage: "[选项] 地区 地区", Flags: flags(),
				Action: run(2, "diff 湖南 上海", func(c *cli.Context, asOf law.Date, asJSON bool) error {
					return e.diffProfiles(c.Args().Get(0), c.Args().Get(1), asOf, asJSON)
				}),
			},
		},
		Action: groupAction("profile"),
	}
}

// jsonParam is a parameter of a place in JSON; Value is absent where nobody knows it.
type jsonParam struct {
	Name       string `json:"name"`
	Words      string `json:"words"`
	Value      *int   `json:"value,omitempty"`
	Unit       string `json:"unit,omitempty"`
	Start      string `json:"start,omitempty"`
	Article    string `json:"article,omitempty"`
	Source     string `json:"source,omitempty"`
	Confidence string `json:"confidence,omitempty"` // sure, unsure
	From       string `json:"from,omitempty"`
	Until      string `json:"until,omitempty"`
	FromPlace  string `json:"from_place,omitempty"`
	FromCode   string `json:"from_code,omitempty"`
}

type jsonInstrument struct {
	Title       string `json:"title"`
	Number      string `json:"number,omitempty"`
	Promulgated string `json:"promulgated,omitempty"`
	Effective   string `json:"effective,omitempty"`
	Note        string `json:"note,omitempty"`
	Confidence  string `json:"confidence"`
}

type jsonPlace struct {
	Code        string           `json:"code"`
	Name        string           `json:"name"`
	Path        string           `json:"path,omitempty"`
	Level       string           `json:"level,omitempty"`
	AsOf        string           `json:"as_of,omitempty"`
	Note        string           `json:"note,omitempty"`
	Own         *int             `json:"own,omitempty"`
	Sure        *int             `json:"sure,omitempty"`
	Instruments []jsonInstrument `json:"instruments,omitempty"`
	Inherits    []string         `json:"inherits,omitempty"`
	Params      []jsonParam      `json:"params,omitempty"`
	Unknown     []jsonParam      `json:"unknown,omitempty"`
}

func confidence(sure bool) string {
	if sure {
		return "sure"
	}
	return "unsure"
}

func dayOr(d law.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func toJSON(p profile.Parameter, v checker.Param, ok bool) jsonParam {
	out := jsonParam{Name: p.Name, Words: p.Words}
	if !ok {
		return out
	}
	out.Value, out.Unit, out.Start, out.Article, out.Source, out.Confidence = &v.Value, v.Unit, v.Start, v.Article, v.Source, confidence(v.Sure)
	out.From, out.Until, out.FromPlace, out.FromCode = dayOr(v.From), dayOr(v.Until), v.Place, v.Code
	return out
}

func instruments(p profile.Place) []jsonInstrument {
	var out []jsonInstrument
	for _, i := range p.Instruments {
		out = append(out, jsonInstrument{i.Title, i.Number, i.Promulgated, i.Effective, i.Note, confidence(*i.Sure)})
	}
	return out
}

func (e *env) printJSON(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	return e.print(b.String())
}

func (e *env) listProfiles(asJSON bool) error {
	all, err := profile.Places()
	if err != nil {
		return err
	}
	if asJSON {
		var out []jsonPlace
		for _, p := range all {
			out = append(out, jsonPlace{Code: p.Code, Name: p.Name, Path: pathOf(p), Level: p.Level(), Note: p.Note, Own: &p.Own, Sure: &p.Sure, Instruments: instruments(p)})
		}
		return e.printJSON(out)
	}
	var b strings.Builder
	provinces := 0
	for _, p := range all {
		code := p.Code
		if code == "" {
			code = "000000"
		}
		if p.Level() == "province" {
			provinces++
		}
		fmt.Fprintf(&b, "%s  %s  参数 %d 项，其中核对过的 %d 项", code, pathOf(p), p.Own, p.Sure)
		if len(p.Instruments) > 0 {
			fmt.Fprintf(&b, "；%s", instrumentWords(p.Instruments[0]))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "共 %d 个地区，其中省级 %d 个。没有列出的地区随上级。没有核对过的参数不会报错误。\n", len(all)-1, provinces)
	return e.print(b.String())
}

func pathOf(p profile.Place) string {
	if p.Code == "" {
		return "全国"
	}
	return p.Path()
}

func instrumentWords(i profile.Instrument) string {
	s := "《" + i.Title + "》"
	var in []string
	for _, w := range []string{i.Number, i.Promulgated, i.Note} {
		if w != "" {
			in = append(in, w)
		}
	}
	if i.Effective != "" {
		in = append(in, i.Effective+"起施行")
	}
	if !*i.Sure {
		in = append(in, "待核")
	}
	if len(in) > 0 {
		s += "（" + strings.Join(in, "；") + "）"
	}
	return s
}

func (e *env) placeNamed(name string, asOf law.Date) (checker.Profile, error) {
	p, err := profile.Resolve(name)
	if err != nil {
		return p, usagef("不能确定地区：%s", words(err))
	}
	return p.At(asOf), nil
}

// valueWords says a number as people do: 30日, 1月31日前, 是.
func valueWords(p profile.Parameter, v checker.Param, ok bool) string {
	switch {
	case !ok:
		return "不知道"
	case p.Unit == "" && v.Value == 0:
		return "否"
	case p.Unit == "":
		return "是"
	case p.Unit == "月日":
		return fmt.Sprintf("%d月%d日前", v.Value/100, v.Value%100)
	}
	return fmt.Sprintf("%d%s", v.Value, v.Unit)
}

// between says in Chinese when a number holds.
func between(v checker.Param) string {
	switch {
	case v.From.IsZero() && v.Until.IsZero():
		return "起止日期不详"
	case v.Until.IsZero():
		return v.From.String() + " 起"
	case v.From.IsZero():
		return v.Until.String() + " 以前"
	}
	return v.From.String() + " 至 " + v.Until.String() + " 以前"
}

func sureWords(v checker.Param) string {
	if v.Sure {
		return "核对过"
	}
	return "未核对"
}

func (e *env) showProfile(name string, asOf law.Date, asJSON bool) error {
	p, err := e.placeNamed(name, asOf)
	if err != nil {
		return err
	}
	up, err := profile.Inherits(p)
	if err != nil {
		return err
	}
	if asJSON {
		out := jsonPlace{Code: p.Code, Name: p.Name, Path: profile.PathOf(p.Code), Level: p.Level, AsOf: asOf.String()}
		for _, q := range up {
			out.Inherits = append(out.Inherits, q.Name)
			if q.Code == p.Code {
				out.Note = q.Note
			}
			if q.Code == p.Code {
				out.Instruments = instruments(q)
			}
		}
		for _, x := range profile.Parameters() {
			if v, ok := p.Params[x.Name]; ok {
				out.Params = append(out.Params, toJSON(x, v, true))
			} else {
				out.Unknown = append(out.Unknown, toJSON(x, v, false))
			}
		}
		return e.printJSON(out)
	}
	var b strings.Builder
	title := profile.PathOf(p.Code)
	if title == "" {
		title = "全国"
	}
	fmt.Fprintf(&b, "%s  %s\n按 %s 有效的参数\n", title, p.Code, asOf)
	var from []string
	for _, q := range up {
		from = append(from, q.Name)
	}
	fmt.Fprintf(&b, "资料来自：%s（后面的优先）\n", strings.Join(from, "、"))
	for _, q := range up {
		if q.Note != "" {
			fmt.Fprintf(&b, "  %s：%s\n", q.Name, q.Note)
		}
		for _, i := range q.Instruments {
			fmt.Fprintf(&b, "  %s\n", instrumentWords(i))
		}
	}
	b.WriteString("\n")
	var unknown []string
	for _, x := range profile.Parameters() {
		v, ok := p.Params[x.Name]
		if !ok {
			unknown = append(unknown, x.Words)
			continue
		}
		fmt.Fprintf(&b, "%s：%s　[%s]\n", x.Words, valueWords(x, v, true), x.Name)
		in := []string{sureWords(v), between(v)}
		if v.Start != "" {
			in = append(in, "起算："+v.Start)
		}
		in = append(in, "来自"+v.Place)
		fmt.Fprintf(&b, "    %s\n    出处：%s\n", strings.Join(in, "；"), v.Source)
	}
	if len(unknown) > 0 {
		fmt.Fprintf(&b, "\n不知道的：%s。\n用到这些参数的规则得出“无法判断”，不作推测。\n", strings.Join(unknown, "；"))
	}
	return e.print(b.String())
}

func (e *env) diffProfiles(a, b string, asOf law.Date, asJSON bool) error {
	p, err := e.placeNamed(a, asOf)
	if err != nil {
		return err
	}
	q, err := e.placeNamed(b, asOf)
	if err != nil {
		return err
	}
	type row struct {
		Name  string     `json:"name"`
		Words string     `json:"words"`
		A     *jsonParam `json:"a"`
		B     *jsonParam `json:"b"`
	}
	rows := []row{}
	var out strings.Builder
	fmt.Fprintf(&out, "%s 与 %s，按 %s 有效的参数\n", p.Name, q.Name, asOf)
	same := 0
	for _, x := range profile.Parameters() {
		v, ok := p.Params[x.Name]
		w, ok2 := q.Params[x.Name]
		if ok == ok2 && v.Value == w.Value && v.Unit == w.Unit && v.Sure == w.Sure {
			if ok {
				same++
			}
			continue
		}
		r := row{Name: x.Name, Words: x.Words}
		if ok {
			j := toJSON(x, v, true)
			r.A = &j
		}
		if ok2 {
			j := toJSON(x, w, true)
			r.B = &j
		}
		rows = append(rows, r)
		fmt.Fprintf(&out, "\n%s　[%s]\n", x.Words, x.Name)
		for _, side := range []struct {
			name string
			v    checker.Param
			ok   bool
		}{{p.Name, v, ok}, {q.Name, w, ok2}} {
			fmt.Fprintf(&out, "  %s：%s", side.name, valueWords(x, side.v, side.ok))
			if side.ok {
				fmt.Fprintf(&out, "（%s；%s；来自%s）", sureWords(side.v), side.v.Source, side.v.Place)
			}
			out.WriteString("\n")
		}
	}
	if asJSON {
		return e.printJSON(struct {
			A    jsonPlace `json:"a"`
			B    jsonPlace `json:"b"`
			AsOf string    `json:"as_of"`
			Diff []row     `json:"diff"`
			Same int       `json:"same"`
		}{jsonPlace{Code: p.Code, Name: p.Name, Path: profile.PathOf(p.Code)}, jsonPlace{Code: q.Code, Name: q.Name, Path: profile.PathOf(q.Code)}, asOf.String(), rows, same})
	}
	fmt.Fprintf(&out, "\n不同的 %d 项，相同的 %d 项。\n", len(rows), same)
	return e.print(out.String())
}
