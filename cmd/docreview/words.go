package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"docreview/checker/render"
	"docreview/checker/source"
	"docreview/rules/profile"
)

// words says in Chinese what went wrong. What it does not know it passes on.
func words(err error) string {
	var (
		unreadable *source.Unreadable
		unknown    *profile.UnknownError
		ambiguous  *profile.AmbiguousError
		path       *fs.PathError
		write      *writeError
	)
	switch {
	case errors.As(err, &write):
		return write.Error()
	case errors.As(err, &unreadable):
		return sentence(unreadable.Reason) + sentence(unreadable.Next)
	case errors.As(err, &unknown):
		return "行政区划表里没有“" + unknown.Name + "”。请用代码（如 370300）或全名（如 淄博市）。"
	case errors.As(err, &ambiguous):
		var list []string
		for _, d := range ambiguous.Candidates {
			list = append(list, d.Path()+" "+d.Code)
		}
		return "“" + ambiguous.Name + "”不止一个：" + strings.Join(list, "、") + "。请用代码。"
	case errors.Is(err, render.ErrOneDocument):
		return "这种格式一次只写一个文件，请分别检查"
	case errors.Is(err, fs.ErrNotExist):
		return "没有这个文件"
	case errors.Is(err, fs.ErrPermission):
		return "没有读写权限"
	case errors.Is(err, syscall.EISDIR):
		return "这是目录，不是文件"
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘已满"
	case errors.Is(err, syscall.EPIPE):
		return "输出被对方关闭"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}

// sentence ends s with a full stop.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, "。") {
		return s
	}
	return s + "。"
}
