package display

import (
	"encoding/json"
	"fmt"
)

// HTML is shown as HTML. Where HTML cannot be drawn, its text without tags is.
//
// JupyterLab and nbconvert run the scripts in it, but only in a notebook that is
// trusted: one whose cells the user has run, or said to trust. From others
// JupyterLab takes out scripts, style elements, and the attributes that run code
// or that it does not know. What is to be seen everywhere has none of them, as
// all that this package makes itself. Text from elsewhere goes through
// html.EscapeString first.
type HTML string

// Display returns the forms of h.
func (h HTML) Display() Bundle {
	return texts("text/html", string(h), htmlText(string(h)))
}

// Markdown is shown as formatted Markdown.
type Markdown string

// Display returns the forms of m.
func (m Markdown) Display() Bundle {
	return texts("text/markdown", string(m), string(m))
}

// LaTeX is shown as mathematics. It includes its delimiters, as in
// LaTeX(`$\sqrt{2}$`). Its text form is the source.
type LaTeX string

// Display returns the forms of l.
func (l LaTeX) Display() Bundle {
	return texts("text/latex", string(l), string(l))
}

// JavaScript runs in the front end. A notebook that is not trusted shows it as text.
type JavaScript string

// Display returns the forms of j.
func (j JavaScript) Display() Bundle {
	return texts("application/javascript", string(j), string(j))
}

// JSON is shown as a tree that can be folded. Value is anything that
// encoding/json can encode.
type JSON struct {
	Value any
	// Expanded opens the whole tree at first.
	Expanded bool
}

// Display returns the forms of j.
func (j JSON) Display() Bundle {
	text, err := json.MarshalIndent(j.Value, "", "  ")
	if err != nil {
		return plain(fmt.Sprintf("display.JSON: %v", err))
	}
	return Bundle{
		Data:     map[string]any{"application/json": json.RawMessage(text), "text/plain": string(text)},
		Metadata: map[string]any{"application/json": map[string]any{"expanded": j.Expanded}},
	}
}

// VegaLite is shown as an interactive chart (Vega-Lite version 5). Spec is the
// chart's specification: a map or struct that encoding/json can encode, or its
// JSON as a string, a []byte or a json.RawMessage.
type VegaLite struct{ Spec any }

// Display returns the forms of v.
func (v VegaLite) Display() Bundle {
	raw, err := rawJSON(v.Spec)
	if err != nil {
		return plain(fmt.Sprintf("display.VegaLite: the specification is not JSON: %v", err))
	}
	var about struct {
		Title       any    `json:"title"`
		Description string `json:"description"`
	}
	text := "Vega-Lite chart"
	if err := json.Unmarshal(raw, &about); err != nil {
		return plain(fmt.Sprintf("display.VegaLite: the specification is not a JSON object: %v", err))
	}
	if title, ok := about.Title.(string); ok && title != "" {
		text += ": " + title
	} else if about.Description != "" {
		text += ": " + about.Description
	}
	return texts("application/vnd.vegalite.v5+json", json.RawMessage(raw), text)
}

// PDF is the bytes of a PDF document.
type PDF []byte

// Display returns the forms of p.
func (p PDF) Display() Bundle {
	return texts("application/pdf", []byte(p), "PDF document, "+size(len(p)))
}

func rawJSON(spec any) ([]byte, error) {
	switch spec := spec.(type) {
	case string:
		return json.Marshal(json.RawMessage(spec))
	case []byte:
		return json.Marshal(json.RawMessage(spec))
	}
	return json.Marshal(spec)
}

func texts(mime string, form any, text string) Bundle {
	return Bundle{Data: map[string]any{mime: form, "text/plain": text}}
}

func plain(text string) Bundle {
	return Bundle{Data: map[string]any{"text/plain": text}}
}

func size(bytes int) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	default:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
}
