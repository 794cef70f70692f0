// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"os"
	"syscall"
)

// firstFile is the number of the first file beside standard input, output and error.
const firstFile = 3

// Inherited returns the files beside standard input, output and error that this process got from its parent. Its own children get
// none of them unless they are given.
func Inherited(count int) []*os.File {
	var files []*os.File
	for number := firstFile; number < firstFile+count; number++ {
		syscall.CloseOnExec(number)
		files = append(files, os.NewFile(uintptr(number), "inherited"))
	}
	return files
}
