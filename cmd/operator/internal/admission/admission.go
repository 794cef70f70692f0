// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/runtime"
)

// Fault is one thing that would be refused.
type Fault struct {
	// Path is the place, such as spec.proxyConfig.proxyPort.
	Path string
	// Message says what is wrong there, beginning with a path.
	Message string
}

// Faults returns what is wrong with the spec of an endpoint, decoded from JSON, sorted by place. The defaults of the schema count.
func Faults(spec map[string]any) ([]Fault, error) {
	root, err := endpointSpec()
	if err != nil {
		return nil, err
	}
	spec = runtime.DeepCopyJSON(spec)
	root.setDefaults(spec)
	c := &checker{}
	c.check(root, "spec", spec)
	if c.err == nil {
		c.rules(root, "spec", spec)
	}
	if len(c.faults) == 0 {
		c.faults = c.unclear
	}
	slices.SortStableFunc(c.faults, func(a, b Fault) int { return strings.Compare(a.Path, b.Path) })
	return c.faults, c.err
}

func (s *schema) setDefaults(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, property := range s.Properties {
			if _, found := value[name]; !found && property.Default != nil {
				value[name] = runtime.DeepCopyJSONValue(property.Default)
			}
		}
		for name, member := range value {
			if of := s.member(name); of != nil {
				of.setDefaults(member)
			}
		}
	case []any:
		for _, item := range value {
			if s.Items != nil {
				s.Items.setDefaults(item)
			}
		}
	}
}

// member returns the schema of a field or of a map's value, or nil where anything goes.
func (s *schema) member(name string) *schema {
	if property := s.Properties[name]; property != nil {
		return property
	}
	return s.AdditionalProperties
}

// checker collects faults.
type checker struct {
	faults []Fault
	// unclear are rules that cannot be evaluated. Mostly that is since something is missing, which is a fault already.
	unclear []Fault
	err     error
}

func (c *checker) add(path, format string, args ...any) {
	c.faults = append(c.faults, Fault{path, path + " " + fmt.Sprintf(format, args...)})
}

// check applies all but the rules.
func (c *checker) check(s *schema, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		c.object(s, path, value)
	case []any:
		c.list(s, path, value)
	case string:
		c.text(s, path, value)
	case float64:
		if s.Minimum != nil && value < *s.Minimum || s.Maximum != nil && value > *s.Maximum {
			c.add(path, "is out of range: use a number %s", s.bounds())
		}
	}
	if typed := typeOf(value); s.Type != "" && typed != s.Type && (s.Type != "integer" || typed != "number") {
		c.add(path, "must be of type %s, and is of type %s", s.Type, typed)
	} else if len(s.Enum) > 0 && !slices.Contains(s.Enum, value) {
		c.add(path, "must be one of %s", list(s.Enum))
	}
}

func typeOf(value any) string {
	switch value.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case bool:
		return "boolean"
	case nil:
		return "null"
	}
	return "number"
}

func list(values []any) string {
	texts := make([]string, 0, len(values))
	for _, value := range values {
		texts = append(texts, fmt.Sprint(value))
	}
	return strings.Join(texts, ", ")
}

func (s *schema) bounds() string {
	switch {
	case s.Minimum == nil:
		return fmt.Sprintf("of at most %.0f", *s.Maximum)
	case s.Maximum == nil:
		return fmt.Sprintf("of at least %.0f", *s.Minimum)
	}
	return fmt.Sprintf("from %.0f to %.0f", *s.Minimum, *s.Maximum)
}

func (c *checker) object(s *schema, path string, value map[string]any) {
	for _, name := range s.Required {
		if _, found := value[name]; !found && s.Properties[name] != nil {
			c.add(path+"."+name, "is missing")
		}
	}
	if s.MaxProperties != nil && len(value) > *s.MaxProperties {
		c.add(path, "has %d members, and %d are allowed", len(value), *s.MaxProperties)
	}
	for _, name := range slices.Sorted(maps.Keys(value)) {
		if of := s.member(name); of != nil {
			c.check(of, path+"."+name, value[name])
		}
	}
}

func (c *checker) list(s *schema, path string, items []any) {
	if s.MinItems != nil && len(items) < *s.MinItems {
		c.add(path, "has %d items, and needs %d", len(items), *s.MinItems)
	}
	if s.MaxItems != nil && len(items) > *s.MaxItems {
		c.add(path, "has %d items, and %d are allowed", len(items), *s.MaxItems)
	}
	seen := map[string]bool{}
	for i, item := range items {
		if s.Items != nil {
			c.check(s.Items, fmt.Sprintf("%s[%d]", path, i), item)
		}
		if key := keyOf(item, s.MapKeys); key != "" {
			if seen[key] {
				c.add(fmt.Sprintf("%s[%d]", path, i), "has the same %s as another: keep one of them", strings.Join(s.MapKeys, " and "))
			}
			seen[key] = true
		}
	}
}

// keyOf is what tells an item of a list from the others, or nothing.
func keyOf(item any, names []string) string {
	object, ok := item.(map[string]any)
	if !ok || len(names) == 0 {
		return ""
	}
	var key strings.Builder
	for _, name := range names {
		fmt.Fprintf(&key, "%q ", fmt.Sprint(object[name]))
	}
	return key.String()
}

func (c *checker) text(s *schema, path, value string) {
	length := utf8.RuneCountInString(value)
	if s.MinLength != nil && length < *s.MinLength {
		c.add(path, "must not be empty")
		return
	}
	if s.MaxLength != nil && length > *s.MaxLength {
		c.add(path, "is longer than %d characters", *s.MaxLength)
	}
	if s.Pattern == "" {
		return
	}
	if pattern, err := regexp.Compile(s.Pattern); err != nil {
		c.err = fmt.Errorf("compile the pattern of %s: %w", path, err)
	} else if !pattern.MatchString(value) {
		c.add(path, "must match the regular expression %s", s.Pattern)
	}
}

// rules applies the rules of a value, and of all in it.
func (c *checker) rules(s *schema, path string, value any) {
	for _, rule := range s.Rules {
		if !rule.skips() {
			c.rule(rule, path, value)
		}
	}
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if of := s.member(name); of != nil {
				c.rules(of, path+"."+name, value[name])
			}
		}
	case []any:
		for i, item := range value {
			if s.Items != nil {
				c.rules(s.Items, fmt.Sprintf("%s[%d]", path, i), item)
			}
		}
	}
}

func (c *checker) rule(rule rule, path string, value any) {
	program, err := rule.program()
	if err != nil {
		c.err = fmt.Errorf("compile a rule of %s: %w", path, err)
		return
	}
	fault := Fault{path, rule.Message}
	if !strings.HasPrefix(rule.Message, "spec.") {
		fault.Message = path + ": " + rule.Message
	}
	if number, ok := value.(float64); ok && number == math.Trunc(number) {
		value = int64(number) // as the API server decodes it
	}
	switch result, _, err := program.Eval(map[string]any{"self": value}); {
	case err != nil:
		c.unclear = append(c.unclear, fault)
	case result.Value() != true:
		c.faults = append(c.faults, fault)
	}
}
