// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// user is the id of the image's user and of its group, the one that is usual for images without a shell.
const user = 65532

// Spec describes an image.
type Spec struct {
	// Name of the image, as pods name it; without a tag it is "latest".
	Name string
	// Labels are those of the image's configuration; https://specs.opencontainers.org/image-spec/annotations/ has the usual ones.
	Labels map[string]string
	// Created is when the image says it was made.
	Created time.Time
	// Programs are one for each architecture.
	Programs []Program
}

// Program is a static Linux program.
type Program struct {
	// Path of the file; the image has it under the same name in its root directory, as its entry point.
	Path string
	// Arch is the architecture, as GOARCH has it.
	Arch string
}

// index is the image for all architectures.
func (s Spec) index() (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, program := range s.Programs {
		image, err := s.image(program)
		if err != nil {
			return nil, fmt.Errorf("make the image of %s: %w", program.Path, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        image,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: program.Arch}},
		})
	}
	return index, nil
}

// image is the image for one architecture: a layer that all images share, and one with the program.
func (s Spec) image(program Program) (v1.Image, error) {
	code, err := os.ReadFile(program.Path)
	if err != nil {
		return nil, err
	}
	name := filepath.Base(program.Path)
	contents := [][]entry{system(), {{name: name, mode: 0o755, data: code}}}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err = mutate.ConfigFile(image, s.configuration(program.Arch, path.Join("/", name)))
	if err != nil {
		return nil, err
	}
	for _, entries := range contents {
		layer, err := layer(entries)
		if err != nil {
			return nil, err
		}
		addendum := mutate.Addendum{Layer: layer, History: v1.History{Created: v1.Time{Time: s.Created}}}
		if image, err = mutate.Append(image, addendum); err != nil {
			return nil, err
		}
	}
	return image, nil
}

func (s Spec) configuration(arch, entrypoint string) *v1.ConfigFile {
	return &v1.ConfigFile{
		OS:           "linux",
		Architecture: arch,
		Created:      v1.Time{Time: s.Created},
		RootFS:       v1.RootFS{Type: "layers"},
		Config: v1.Config{
			Entrypoint: []string{entrypoint},
			User:       strconv.Itoa(user) + ":" + strconv.Itoa(user), // a number, so that runAsNonRoot can be checked
			WorkingDir: "/",
			Env:        []string{"PATH=/"},
			Labels:     s.Labels,
		},
	}
}
