// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"archive/tar"
	"bytes"
	"io"
	"io/fs"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// layer packs the entries, in their order.
func layer(entries []entry) (v1.Layer, error) {
	var out bytes.Buffer
	writer := tar.NewWriter(&out)
	for _, one := range entries {
		if err := one.write(writer); err != nil {
			return nil, err
		}
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(out.Bytes())), nil }
	return tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer), tarball.WithCompressedCaching)
}

// write adds the entry. It has no time, which tar shows as the beginning of 1970.
func (e entry) write(to *tar.Writer) error {
	header := &tar.Header{Name: e.name, Mode: int64(e.mode.Perm()), Size: int64(len(e.data)), Typeflag: tar.TypeReg}
	if e.mode.IsDir() {
		header.Typeflag = tar.TypeDir
		header.Name += "/"
	}
	if e.mode&fs.ModeSticky != 0 {
		header.Mode |= 0o1000
	}
	if e.owned {
		header.Uid, header.Gid = user, user
	}
	if err := to.WriteHeader(header); err != nil {
		return err
	}
	_, err := to.Write(e.data)
	return err
}
