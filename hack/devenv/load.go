// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// Object is a Kubernetes object, and the file that it comes from.
type Object struct {
	File string
	*unstructured.Unstructured
}

// String names the object as messages do: the kind, and the name with the namespace if it has one.
func (o Object) String() string {
	if o.GetNamespace() == "" {
		return o.GetKind() + " " + o.GetName()
	}
	return o.GetKind() + " " + o.GetNamespace() + "/" + o.GetName()
}

// Load reads YAML files, and the files that a directory's kustomization.yaml lists, in the order given. Of a kustomization it
// understands the field "resources" only, and refuses others rather than to apply something else than kubectl would.
func Load(paths ...string) ([]Object, error) {
	l := loader{seen: map[string]bool{}}
	for _, path := range paths {
		if err := l.load(path); err != nil {
			return nil, err
		}
	}
	return l.objects, nil
}

type loader struct {
	objects []Object
	seen    map[string]bool
}

func (l *loader) load(path string) error {
	path = filepath.Clean(path)
	if l.seen[path] {
		return fmt.Errorf("%s is listed twice", path)
	}
	l.seen[path] = true
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return l.loadKustomization(path)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	objects, err := parse(content)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, object := range objects {
		l.objects = append(l.objects, Object{File: path, Unstructured: object})
	}
	return nil
}

func (l *loader) loadKustomization(dir string) error {
	file := filepath.Join(dir, "kustomization.yaml")
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	resources, err := parseKustomization(content)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, resource := range resources {
		if err := l.load(filepath.Join(dir, resource)); err != nil {
			return err
		}
	}
	return nil
}

// parseKustomization returns the resources.
func parseKustomization(content []byte) ([]string, error) {
	var kustomization struct {
		APIVersion string   `json:"apiVersion"`
		Kind       string   `json:"kind"`
		Resources  []string `json:"resources"`
	}
	if err := yaml.UnmarshalStrict(content, &kustomization); err != nil {
		return nil, fmt.Errorf("only the field resources is understood here: %w", err)
	}
	if kustomization.Kind != "Kustomization" {
		return nil, fmt.Errorf("kind is %q, not Kustomization", kustomization.Kind)
	}
	return kustomization.Resources, nil
}

// parse returns the objects of a file that may hold several documents.
func parse(content []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for number := 1; ; number++ {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, fmt.Errorf("document %d: %w", number, err)
		}
		object, err := parseDocument(document)
		if err != nil {
			return nil, fmt.Errorf("document %d: %w", number, err)
		}
		if object != nil {
			objects = append(objects, object)
		}
	}
}

// parseDocument returns nil for a document that holds nothing but comments.
func parseDocument(document []byte) (*unstructured.Unstructured, error) {
	json, err := yaml.YAMLToJSONStrict(document)
	if err != nil || string(json) == "null" {
		return nil, err
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(json); err != nil {
		return nil, err
	}
	if object.GetName() == "" {
		return nil, fmt.Errorf("%s has no metadata.name", object.GetKind())
	}
	return object, nil
}

// customResourceDefinition is the kind that others may need before they can be applied.
const customResourceDefinition = "CustomResourceDefinition"

// split returns the CustomResourceDefinitions and the others, each in the order given.
func split(objects []Object) (definitions, others []Object) {
	others = slices.Clone(objects)
	others = slices.DeleteFunc(others, func(o Object) bool {
		if o.GetKind() != customResourceDefinition {
			return false
		}
		definitions = append(definitions, o)
		return true
	})
	return definitions, others
}
