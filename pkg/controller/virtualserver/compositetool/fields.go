// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compositetool

import "text/template/parse"

// appendFields finds fields of the form .steps.<id>.output.<field>, and appends <id>.<field>. A node may be an interface that holds nil.
func appendFields(used []string, node parse.Node) []string {
	for _, child := range childrenOf(node) {
		used = appendFields(used, child)
	}
	if field, ok := node.(*parse.FieldNode); ok && len(field.Ident) >= 4 && field.Ident[0] == "steps" && field.Ident[2] == "output" {
		used = append(used, field.Ident[1]+"."+field.Ident[3])
	}
	return used
}

func childrenOf(node parse.Node) []parse.Node {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			return n.Nodes
		}
	case *parse.PipeNode:
		if n != nil {
			return argumentsOf(n)
		}
	case *parse.ActionNode:
		return []parse.Node{n.Pipe}
	case *parse.TemplateNode:
		return []parse.Node{n.Pipe}
	case *parse.ChainNode:
		return []parse.Node{n.Node}
	case *parse.IfNode:
		return []parse.Node{n.Pipe, n.List, n.ElseList}
	case *parse.RangeNode:
		return []parse.Node{n.Pipe, n.List, n.ElseList}
	case *parse.WithNode:
		return []parse.Node{n.Pipe, n.List, n.ElseList}
	}
	return nil
}

func argumentsOf(pipe *parse.PipeNode) []parse.Node {
	var arguments []parse.Node
	for _, command := range pipe.Cmds {
		arguments = append(arguments, command.Args...)
	}
	return arguments
}
