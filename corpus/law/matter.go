package law

import (
	"regexp"
	"sync"
)

var references = sync.OnceValue(func() *regexp.Regexp {
	const (
		verb  = `(?:违反|依照|依据|根据|按照|适用|参照)?`
		self  = `本(?:条例|办法|规定|法|细则|规则|决定|通知|意见|方案)`
		n     = `[0-9０-９零〇一二三四五六七八九十百]+`
		place = `第` + n + `条(?:之` + n + `)?(?:第` + n + `款)?(?:第?[（(]?` + n + `[）)]?项)?`
		rule  = `(?:的?(?:有关|相关)?规定)?`
	)
	return regexp.MustCompile(verb + `(?:` + self + `)?` + place + `(?:[、和及或至]*` + place + `|[、和及或至]+第` + n + `款)*` + rule +
		`|(?:违反|依照|依据|根据|按照)` + self + `(?:的?(?:有关|相关)?规定|的)`)
})

// Matter gives what a clause says without the numbers of provisions and without
// the phrases that refer to itself (违反本办法第八条规定): they stand in
// thousands of provisions and tell nothing of the matter. Names of other
// regulations stay. Questions of nearness are cut from it.
func Matter(clause string) string { return references().ReplaceAllString(clause, "") }
