// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/distribution/reference"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// Write makes the image and writes it to the file, as a tar archive of an OCI image layout. The file appears complete or not at all.
func Write(file string, spec Spec) error {
	dir, err := os.MkdirTemp("", "image-")
	if err != nil {
		return fmt.Errorf("make a directory for the image: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := writeLayout(dir, spec); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("make the directory of the archive: %w", err)
	}
	part := file + ".part"
	if err := pack(part, os.DirFS(dir)); err != nil {
		return errors.Join(fmt.Errorf("write the archive: %w", err), os.Remove(part))
	}
	return os.Rename(part, file)
}

func writeLayout(dir string, spec Spec) error {
	names, err := annotations(spec.Name)
	if err != nil {
		return err
	}
	index, err := spec.index()
	if err != nil {
		return err
	}
	root, err := layout.Write(dir, empty.Index)
	if err != nil {
		return fmt.Errorf("write the image: %w", err)
	}
	if err := root.AppendIndex(index, layout.WithAnnotations(names)); err != nil {
		return fmt.Errorf("write the image: %w", err)
	}
	return nil
}

// annotations tell who imports the archive what the image is called: containerd by its full name, others by the tag.
func annotations(name string) (map[string]string, error) {
	named, err := reference.ParseDockerRef(name)
	if err != nil {
		return nil, fmt.Errorf("the image's name %q: %w", name, err)
	}
	tagged, ok := named.(reference.Tagged)
	if !ok {
		return nil, fmt.Errorf("the image's name %q: a digest cannot be chosen, only a tag", name)
	}
	return map[string]string{
		"io.containerd.image.name":          named.String(),
		"org.opencontainers.image.ref.name": tagged.Tag(),
	}, nil
}

// pack writes the files of the tree in the order of their names, without anything that depends on when they were made.
func pack(path string, tree fs.FS) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(file)
	err = fs.WalkDir(tree, ".", func(name string, found fs.DirEntry, err error) error {
		if err != nil || found.IsDir() {
			return err
		}
		return add(archive, tree, name)
	})
	return errors.Join(err, archive.Close(), file.Close())
}

func add(archive *tar.Writer, tree fs.FS, name string) error {
	file, err := tree.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}
