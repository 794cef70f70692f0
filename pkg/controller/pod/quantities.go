// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	kjson "sigs.k8s.io/json"
)

// maxQuantityLength is that of the CRD's own quantities, and so is the form.
const maxQuantityLength = 64

var quantityForm = regexp.MustCompile(`^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$`)

const quantityAdvice = "write a quantity such as 500m, 0.5 or 128Mi, with an exponent, if any, of one or two digits"

// ParseQuantity reads a quantity. Unlike Kubernetes it refuses long exponents: with one such as in 1e99999999 a program calculates for minutes, and
// no object may keep the operator busy for long.
func ParseQuantity(text string) (resource.Quantity, error) {
	if len(text) > maxQuantityLength || !quantityForm.MatchString(text) {
		return resource.Quantity{}, fmt.Errorf("%.64q is no quantity: %s", text, quantityAdvice)
	}
	return resource.ParseQuantity(text)
}

// Decode reads a pod template, in which fields that are not known are passed over. It fails for one with a quantity that ParseQuantity refuses.
func Decode(raw []byte) (*corev1.PodTemplateSpec, error) {
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	if faults := QuantityFaults(fields); len(faults) > 0 {
		return nil, errors.New(strings.Join(faults, "; "))
	}
	template := &corev1.PodTemplateSpec{}
	return template, kjson.UnmarshalCaseSensitivePreserveInts(raw, template)
}

// QuantityFaults names, in words that say what to do, each quantity of a pod template that ParseQuantity refuses. A template must not be decoded
// before: that takes as long as the worst of them.
func QuantityFaults(template map[string]any) []string {
	return quantityFaults("", template, reflect.TypeFor[corev1.PodTemplateSpec]())
}

// quantityFaults looks at those places of a value where Go's type has quantities.
func quantityFaults(path string, value any, of reflect.Type) []string {
	if value == nil {
		return nil
	}
	if of == reflect.TypeFor[resource.Quantity]() {
		text, isText := value.(string)
		if _, err := ParseQuantity(text); isText && err != nil {
			return []string{fmt.Sprintf("%s: %v", path, err)}
		}
		return nil
	}
	var faults []string
	object, _ := value.(map[string]any)
	items, _ := value.([]any)
	switch of.Kind() {
	case reflect.Pointer:
		return quantityFaults(path, value, of.Elem())
	case reflect.Slice:
		for i, item := range items {
			faults = append(faults, quantityFaults(fmt.Sprintf("%s[%d]", path, i), item, of.Elem())...)
		}
	case reflect.Map:
		for _, key := range slices.Sorted(maps.Keys(object)) {
			faults = append(faults, quantityFaults(path+"."+key, object[key], of.Elem())...)
		}
	case reflect.Struct:
		for field := range of.Fields() {
			faults = append(faults, fieldQuantityFaults(path, object, field)...)
		}
	default:
	}
	return faults
}

func fieldQuantityFaults(path string, object map[string]any, field reflect.StructField) []string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if name == "" && field.Anonymous { // Its fields are the object's own.
		return quantityFaults(path, object, field.Type)
	}
	return quantityFaults(strings.TrimPrefix(path+"."+name, "."), object[name], field.Type)
}
