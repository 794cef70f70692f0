// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"archive/tar"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newSpec returns the description of an image of a program for two architectures.
func newSpec(t *testing.T) Spec {
	t.Helper()
	spec := Spec{Name: "example.com/web:v1", Labels: map[string]string{"title": "web"}, Created: time.Unix(1e9, 0).UTC()}
	for _, arch := range []string{"amd64", "arm64"} {
		path := filepath.Join(t.TempDir(), "web")
		require.NoError(t, os.WriteFile(path, []byte("a program for "+arch), 0o600))
		spec.Programs = append(spec.Programs, Program{Path: path, Arch: arch})
	}
	return spec
}

// write writes the image and returns the path of the archive.
func write(t *testing.T, spec Spec) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "new", "image.tar")
	require.NoError(t, Write(path, spec))
	return path
}

// unpack returns the layout that is in the archive.
func unpack(t *testing.T, archive string) layout.Path {
	t.Helper()
	file, err := os.Open(archive)
	require.NoError(t, err)
	defer file.Close()
	dir := t.TempDir()
	for name, content := range read(t, file) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, content.data, 0o600))
	}
	return layout.Path(dir)
}

// packed is an entry of an archive.
type packed struct {
	*tar.Header
	data []byte
}

func read(t *testing.T, from io.Reader) map[string]packed {
	t.Helper()
	found := map[string]packed{}
	for archive := tar.NewReader(from); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		data, err := io.ReadAll(archive)
		require.NoError(t, err)
		found[header.Name] = packed{header, data}
	}
}

// indexOf returns the one image of the archive, and what the archive says of it.
func indexOf(t *testing.T, archive string) (v1.ImageIndex, v1.Descriptor) {
	t.Helper()
	root, err := unpack(t, archive).ImageIndex()
	require.NoError(t, err)
	manifest, err := root.IndexManifest()
	require.NoError(t, err)
	require.Len(t, manifest.Manifests, 1)
	index, err := root.ImageIndex(manifest.Manifests[0].Digest)
	require.NoError(t, err)
	return index, manifest.Manifests[0]
}

func TestSameInputMakesTheSameBytes(t *testing.T) {
	spec := newSpec(t)
	first, err := os.ReadFile(write(t, spec))
	require.NoError(t, err)
	for _, program := range spec.Programs {
		require.NoError(t, os.Chtimes(program.Path, time.Now(), time.Now().Add(time.Hour)))
	}
	second, err := os.ReadFile(write(t, spec))
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

func TestImageIsValidForEachArchitecture(t *testing.T) {
	index, _ := indexOf(t, write(t, newSpec(t)))
	require.NoError(t, validate.Index(index))
	manifest, err := index.IndexManifest()
	require.NoError(t, err)
	require.Len(t, manifest.Manifests, 2)
	for i, arch := range []string{"amd64", "arm64"} {
		assert.Equal(t, &v1.Platform{OS: "linux", Architecture: arch}, manifest.Manifests[i].Platform)
		image, err := index.Image(manifest.Manifests[i].Digest)
		require.NoError(t, err)
		config, err := image.ConfigFile()
		require.NoError(t, err)
		assert.Equal(t, arch, config.Architecture)
		assert.Equal(t, "linux", config.OS)
		assert.Equal(t, []string{"/web"}, config.Config.Entrypoint)
		assert.Equal(t, "65532:65532", config.Config.User)
		assert.Equal(t, map[string]string{"title": "web"}, config.Config.Labels)
		assert.Equal(t, time.Unix(1e9, 0).UTC(), config.Created.Time)
		files := read(t, mutate.Extract(image))
		assert.Equal(t, "a program for "+arch, string(files["web"].data))
		testSystem(t, files)
	}
}

// testSystem checks what all images have.
func testSystem(t *testing.T, files map[string]packed) {
	t.Helper()
	assert.Equal(t, fs.FileMode(0o755), files["web"].FileInfo().Mode())
	assert.Equal(t, fs.ModeDir|fs.ModeSticky|0o777, files["tmp"].FileInfo().Mode())
	assert.Contains(t, string(files["etc/passwd"].data), "nonroot:x:65532:65532:nonroot:/home/nonroot:")
	for name, file := range files {
		assert.Equal(t, name == "home/nonroot", file.Uid == 65532, "the owner of %s", name)
	}
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(files["etc/ssl/certs/ca-certificates.crt"].data))
	assert.Greater(t, len(pool.Subjects()), 50) //nolint:staticcheck // What is deprecated is to ask the system's pool.
}

func TestNameIsTheOneThatContainerdLooksFor(t *testing.T) {
	tests := []struct {
		name, given, full, tag string
	}{
		{name: "a name with its host stays", given: "example.com/web:v1", full: "example.com/web:v1", tag: "v1"},
		{name: "one without a tag is the latest", given: "example.com/web", full: "example.com/web:latest", tag: "latest"},
		{name: "one without a host gets the usual one", given: "team/web:v1", full: "docker.io/team/web:v1", tag: "v1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			spec := newSpec(t)
			spec.Name = test.given
			_, descriptor := indexOf(t, write(t, spec))
			assert.Equal(t, map[string]string{
				"io.containerd.image.name": test.full, "org.opencontainers.image.ref.name": test.tag,
			}, descriptor.Annotations)
		})
	}
}

func TestWriteFailsWithTheCause(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Spec)
		says   string
	}{
		{name: "a name that is none", change: func(s *Spec) { s.Name = "Web" }, says: `"Web"`},
		{name: "a digest", change: func(s *Spec) { s.Name = "web@sha256:" + strings.Repeat("0", 64) }, says: "only a tag"},
		{name: "a program that is not there", change: func(s *Spec) { s.Programs[1].Path = "/absent/web" }, says: "/absent/web"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			spec := newSpec(t)
			test.change(&spec)
			path := filepath.Join(t.TempDir(), "image.tar")
			require.ErrorContains(t, Write(path, spec), test.says)
			assert.NoFileExists(t, path)
		})
	}
}
