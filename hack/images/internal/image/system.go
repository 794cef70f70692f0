// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"io/fs"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// certificates is where the root certificates are, as in Debian and where Go looks first.
const certificates = "etc/ssl/certs/ca-certificates.crt"

// entry is a file or a directory of a layer.
type entry struct {
	name string
	mode fs.FileMode
	data []byte
	// owned says that it belongs to the image's user. The rest is root's, so that the program cannot change what it is made of.
	owned bool
}

// system is what the images have beside their program.
func system() []entry {
	return []entry{
		{name: "etc", mode: fs.ModeDir | 0o755},
		{name: "etc/group", mode: 0o644, data: fmt.Appendf(nil, "root:x:0:\nnonroot:x:%d:\n", user)},
		{name: "etc/passwd", mode: 0o644, data: fmt.Appendf(nil,
			"root:x:0:0:root:/:/sbin/nologin\nnonroot:x:%[1]d:%[1]d:nonroot:/home/nonroot:/sbin/nologin\n", user)},
		{name: "etc/ssl", mode: fs.ModeDir | 0o755},
		{name: "etc/ssl/certs", mode: fs.ModeDir | 0o755},
		{name: certificates, mode: 0o644, data: rootCertificates()},
		{name: "home", mode: fs.ModeDir | 0o755},
		{name: "home/nonroot", mode: fs.ModeDir | 0o700, owned: true},
		{name: "tmp", mode: fs.ModeDir | fs.ModeSticky | 0o777},
	}
}

// rootCertificates are Mozilla's, as the Go project publishes them in a module: go.mod says which, and a machine's own cannot get
// in. One that is trusted with a restriction is left out, since PEM has no word for the restriction.
func rootCertificates() []byte {
	var out bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}))
		}
	}
	return out.Bytes()
}
