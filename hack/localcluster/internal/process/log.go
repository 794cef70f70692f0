// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package process

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	readBytes = 1 << 20
	tailBytes = 8 << 10
	tailLines = 15
)

// tail returns the last lines that were written to the file at or after the offset, without the stack traces of a program
// that crashed: its last words come before them.
func tail(path string, offset int64) string {
	text, err := readEnd(path, offset)
	if err != nil {
		return fmt.Sprintf("(its log cannot be read: %v)", err)
	}
	text, _, _ = strings.Cut(text, "\ngoroutine ")
	text = strings.TrimSpace(text[max(0, len(text)-tailBytes):])
	if text == "" {
		return fmt.Sprintf("(it wrote nothing to %s)", path)
	}
	lines := strings.Split(text, "\n")
	lines = lines[max(0, len(lines)-tailLines):]
	return fmt.Sprintf("the end of %s:\n  %s", path, strings.Join(lines, "\n  "))
}

func readEnd(path string, offset int64) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	from := max(offset, info.Size()-readBytes)
	data, err := io.ReadAll(io.NewSectionReader(file, from, info.Size()-from))
	return string(data), err
}

// linePrefixer writes whole lines, each with the prefix before it.
type linePrefixer struct {
	prefix string
	to     io.Writer
	part   []byte
}

// Write implements io.Writer. An unfinished line waits for its end.
func (l *linePrefixer) Write(data []byte) (int, error) {
	l.part = append(l.part, data...)
	end := bytes.LastIndexByte(l.part, '\n') + 1
	var out bytes.Buffer
	for line := range bytes.Lines(l.part[:end]) {
		out.WriteString(l.prefix)
		out.Write(line)
	}
	l.part = append(l.part[:0], l.part[end:]...)
	if _, err := l.to.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(data), nil
}
