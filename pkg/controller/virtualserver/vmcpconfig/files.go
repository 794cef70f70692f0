// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// Names of the files. vMCP looks for the second one beside the first.
const (
	ConfigFile     = "config.yaml"
	AuthServerFile = "authserver-config.yaml"
)

// Encode returns the files by their names.
func (g *Gateway) Encode() (map[string]string, error) {
	config, err := g.config()
	if err != nil {
		return nil, fmt.Errorf("encode the configuration: %w", err)
	}
	files := map[string]string{ConfigFile: string(config)}
	if g.AuthServer != nil {
		server, err := yaml.Marshal(g.AuthServer)
		if err != nil {
			return nil, fmt.Errorf("encode the configuration of the authorization server: %w", err)
		}
		files[AuthServerFile] = string(server)
	}
	return files, nil
}

func (g *Gateway) config() ([]byte, error) {
	encoded, err := json.Marshal(g.Config)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if err := utiljson.Unmarshal(encoded, &fields); err != nil {
		return nil, err
	}
	if limits, ok := fields["rateLimiting"].(map[string]any); ok {
		wrapPeriods(limits)
	}
	return yaml.Marshal(fields)
}

// wrapPeriods writes durations as vMCP reads them there, and there alone: refillPeriod is a structure in its program.
func wrapPeriods(limits map[string]any) {
	for _, bucket := range []string{"shared", "perUser"} {
		if period, ok, _ := unstructured.NestedString(limits, bucket, "refillPeriod"); ok {
			limits[bucket].(map[string]any)["refillPeriod"] = map[string]any{"duration": period}
		}
	}
	tools, _ := limits["tools"].([]any)
	for _, tool := range tools {
		if limits, ok := tool.(map[string]any); ok {
			wrapPeriods(limits)
		}
	}
}

// Backends returns the names of the backends in a configuration file. There are none in a text that is none.
func Backends(file string) sets.Set[string] {
	var config v1beta1.VMCPConfig
	names := sets.New[string]()
	if yaml.Unmarshal([]byte(file), &config) != nil {
		return names
	}
	for i := range config.Backends {
		names.Insert(config.Backends[i].Name)
	}
	return names
}
