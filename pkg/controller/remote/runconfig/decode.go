// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"encoding/json"

	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	strictjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// decode reads JSON or YAML. A key that into does not have is an error, since nothing would come of it (R2.14), and so is one that
// is given twice. The error names keys, but repeats no values.
func decode(text []byte, into any) error {
	if !json.Valid(text) {
		converted, err := yaml.YAMLToJSONStrict(text)
		if err != nil {
			return err
		}
		text = converted
	}
	mistakes, err := strictjson.UnmarshalStrict(text, into)
	if err != nil {
		return err
	}
	return utilerrors.NewAggregate(mistakes)
}
