// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Annotations of pods that change with what the pods read when they start.
const (
	configChecksumAnnotation     = "toolhive.stacklok.dev/runconfig-checksum"
	referencesChecksumAnnotation = "toolhive.stacklok.dev/references-checksum"
)

func configChecksum(config *corev1.ConfigMap) string {
	sum := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(config.Data)) {
		add(sum, key, config.Data[key])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// referencesChecksum sums up the values of Secrets and ConfigMaps that the container gets, and is empty if it gets none. Whatever else
// these objects hold does not count.
func (p *proxy) referencesChecksum() string {
	sum, some := sha256.New(), false
	value := func(k kind.Kind, name, key string) {
		some = true
		digests := p.found.Secrets
		if k == kind.ConfigMap {
			digests = p.found.ConfigMaps
		}
		add(sum, string(k), name, key, digests[name][key].Hash)
	}
	for _, env := range p.runner.Env {
		if env.Secret != nil {
			value(kind.Secret, env.Secret.Name, env.Secret.Key)
		}
	}
	for _, file := range p.runner.Files {
		value(file.Kind, file.Name, file.Key)
	}
	if !some {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// add sums texts up so that no two lists of texts add the same.
func add(sum hash.Hash, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
}
