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
	mistakes, err := decodeKnown(text, into)
	if err != nil {
		return err
	}
	return utilerrors.NewAggregate(mistakes)
}

// decodeKnown passes over keys that into does not have, and takes the last value of one that is given twice. Such mistakes it returns.
func decodeKnown(text []byte, into any) (mistakes []error, err error) {
	if !json.Valid(text) {
		converted, err := yaml.YAMLToJSON(text)
		if err != nil {
			return nil, err
		}
		if _, twice := yaml.YAMLToJSONStrict(text); twice != nil {
			mistakes = append(mistakes, twice)
		}
		text = converted
	}
	unknown, err := strictjson.UnmarshalStrict(text, into)
	return append(mistakes, unknown...), err
}
