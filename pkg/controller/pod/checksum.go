// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Annotations of pods that change with what the pods read when they start.
const (
	ConfigChecksum     = "toolhive.stacklok.dev/runconfig-checksum"
	ReferencesChecksum = "toolhive.stacklok.dev/references-checksum"
)

// DataChecksum sums up the data of a ConfigMap.
func DataChecksum(data map[string]string) string {
	sum := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(data)) {
		add(sum, key, data[key])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Checksum sums up the values of Secrets and ConfigMaps that the container gets, by the digests of these objects. It is empty if it gets none.
// Whatever else these objects hold does not count.
func (n *Needs) Checksum(secrets, configMaps map[string]digest.Digest) string {
	values := n.values()
	if len(values) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, v := range values {
		add(sum, string(v.kind), v.name, v.key, v.in(secrets, configMaps)[v.key].Hash)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Checksums are those of these values one by one, of each that can be used: a Secret's that is empty cannot, and neither can one of a ConfigMap, of
// which containers get certificates only, without any. They are sorted, and short: there may be thousands.
func (n *Needs) Checksums(secrets, configMaps map[string]digest.Digest) []string {
	const length = 16
	var sums []string
	for _, v := range n.values() {
		entry := v.in(secrets, configMaps)[v.key]
		if usable := v.kind == kind.ConfigMap && entry.Certificates > 0 || v.kind == kind.Secret && !entry.Empty(); usable {
			sums = append(sums, Sum(string(v.kind), v.name, v.key, entry.Hash)[:length])
		}
	}
	slices.Sort(sums)
	return slices.Compact(sums)
}

// value is that of a key of a Secret or ConfigMap.
type value struct {
	kind      kind.Kind
	name, key string
}

func (v *value) in(secrets, configMaps map[string]digest.Digest) digest.Digest {
	if v.kind == kind.ConfigMap {
		return configMaps[v.name]
	}
	return secrets[v.name]
}

func (n *Needs) values() []value {
	var values []value
	for _, env := range n.Env {
		if ref := env.Secret; ref != nil {
			values = append(values, value{kind.Secret, ref.Name, ref.Key})
		}
	}
	for _, ref := range n.Reads {
		values = append(values, value{kind.Secret, ref.Name, ref.Key})
	}
	for _, file := range n.Files {
		values = append(values, value{file.Kind, file.Name, file.Key})
	}
	return values
}

// Sum sums texts up.
func Sum(texts ...string) string {
	sum := sha256.New()
	add(sum, texts...)
	return hex.EncodeToString(sum.Sum(nil))
}

// add sums texts up so that no two lists of texts add the same.
func add(sum hash.Hash, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
}
