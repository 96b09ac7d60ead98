package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"docreview/checker/source"
)

// ocrTimeout bounds the recognition of one picture.
const ocrTimeout = 3 * time.Minute

func ocrFlag() cli.Flag {
	return &cli.StringFlag{Name: "ocr", Usage: "用这个程序识别没有文字层的页和图片：tesseract，或者一个命令（图片文件名代替其中的 {}，没有 {} 则加在最后，文字或者 tesseract 的 tsv 打印到标准输出）"}
}

// recogniser makes a program of the user's recognise pictures; nil: none was named.
func (e *env) recogniser(ctx context.Context, command string) (source.Recognizer, error) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, nil
	}
	if len(words) == 1 && strings.TrimSuffix(filepath.Base(words[0]), ".exe") == "tesseract" {
		words = append(words, "{}", "stdout", "-l", "chi_sim", "tsv")
	}
	program, err := exec.LookPath(words[0])
	if err != nil {
		return nil, usagef("找不到 --ocr 的程序 %s。Debian 上安装 tesseract-ocr 和 tesseract-ocr-chi-sim 后写 --ocr tesseract；也可以写程序的完整路径。", words[0])
	}
	return func(picture []byte, kind string) (string, error) {
		return recognise(ctx, program, words[1:], picture, kind)
	}, nil
}

// recognise runs the program on one picture.
func recognise(ctx context.Context, program string, args []string, picture []byte, kind string) (string, error) {
	dir, err := os.MkdirTemp("", "docreview-ocr-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "page."+kind)
	if err := os.WriteFile(path, picture, 0o600); err != nil {
		return "", err
	}
	list, put := make([]string, 0, len(args)+1), false
	for _, a := range args {
		put = put || strings.Contains(a, "{}")
		list = append(list, strings.ReplaceAll(a, "{}", path))
	}
	if !put {
		list = append(list, path)
	}
	ctx, stop := context.WithTimeout(ctx, ocrTimeout)
	defer stop()
	cmd := exec.CommandContext(ctx, program, list...)
	// Several pages are read at once already: threads in the program only wait for each other.
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	cmd.WaitDelay = 2 * time.Second
	var out, errs bounded
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		switch {
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			return "", fmt.Errorf("识别程序 %d 分钟没有结束", int(ocrTimeout.Minutes()))
		case errors.As(err, &exit):
			return "", fmt.Errorf("识别程序出错（退出码 %d）%s", exit.ExitCode(), said(errs.b.String()))
		}
		return "", fmt.Errorf("识别程序不能运行：%w", err)
	}
	return out.b.String(), nil
}

// said gives the first line of what a program complained of.
func said(s string) string {
	if s, _, _ = strings.Cut(strings.TrimSpace(s), "\n"); s != "" {
		return "：" + strings.ToValidUTF8(s, "?")
	}
	return ""
}

// bounded keeps the first megabytes of what is written to it.
type bounded struct{ b bytes.Buffer }

const boundedMost = 8 << 20

func (w *bounded) Write(p []byte) (int, error) {
	w.b.Write(p[:max(0, min(len(p), boundedMost-w.b.Len()))])
	return len(p), nil
}
