package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkAgainstOthers reads files as a whole process, beside what else reads
// them: pdftotext for a PDF of 100 pages, LibreOffice for the rest. The figures to
// compare are cpu-ms, processor time of one run:
//
//	go test ./cmd/docreview -run '^$' -bench AgainstOthers -benchtime 10x
func BenchmarkAgainstOthers(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, measuredName)
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	if err := os.Symlink(self, program); err != nil {
		b.Skip("no links here:", err)
	}
	run := func(name string, args ...string) {
		b.Run(name, func(b *testing.B) {
			if _, err := exec.LookPath(args[0]); err != nil {
				b.Skip(args[0] + " is not here")
			}
			var cpu time.Duration
			for b.Loop() {
				cmd := exec.Command(args[0], args[1:]...)
				cmd.Env = append(os.Environ(), "DOCREVIEW_PEAK="+filepath.Join(dir, "peak"))
				if out, err := cmd.Output(); err != nil || args[0] == program && len(out) == 0 {
					b.Fatal(err)
				}
				cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(b.N), "cpu-ms")
		})
	}
	const formats = "../../testdata/formats/"
	run("pdf-100-pages/docreview", program, "text", formats+"hundred.pdf")
	run("pdf-100-pages/pdftotext", "pdftotext", formats+"hundred.pdf", filepath.Join(dir, "out.txt"))
	for _, ext := range []string{"doc", "docx", "odt", "rtf", "html", "pdf", "ofd", "mht"} {
		run(ext+"/docreview", program, "text", formats+"ads."+ext)
		if strings.Contains("doc docx odt rtf", ext) {
			run(ext+"/libreoffice", "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "txt:Text", "--outdir", dir, formats+"ads."+ext)
		}
	}
	run("xls/docreview", program, "text", formats+"opinions.xls")
	run("xlsx/docreview", program, "text", formats+"opinions.xlsx")
}
