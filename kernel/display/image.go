package display

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/gif"  // for the size of a GIF
	_ "image/jpeg" // for the size of a JPEG
	"image/png"
	"math"
	"strings"
)

// screenDPI is the resolution at which a picture's pixel is a pixel of the
// page (CSS: 96 px are one inch).
const screenDPI = 96

// PNG is the bytes of a PNG picture. One that states its resolution is shown
// at its logical size: at 192 dpi, half as wide as it has pixels.
type PNG []byte

// Display returns the forms of p.
func (p PNG) Display() Bundle {
	b := picture("image/png", "PNG", p)
	if w, h, ok := pixels(p); ok {
		scale := screenDPI / pngDPI(p)
		b = sized(b, int(math.Round(float64(w)*scale)), int(math.Round(float64(h)*scale)))
	}
	return b
}

// JPEG is the bytes of a JPEG picture.
type JPEG []byte

// Display returns the forms of j.
func (j JPEG) Display() Bundle { return picture("image/jpeg", "JPEG", j) }

// GIF is the bytes of a GIF picture, which may be animated.
type GIF []byte

// Display returns the forms of g.
func (g GIF) Display() Bundle { return picture("image/gif", "GIF", g) }

// Sized shows a picture at a size of its own, in pixels of the page. Picture
// is anything that is shown as a picture: a [PNG], [JPEG], [GIF] or [SVG], or
// an image.Image. A width or height of 0 is left to the front end.
type Sized struct {
	Picture       any
	Width, Height int
}

// Display returns the forms of the picture with the size.
func (s Sized) Display() Bundle {
	b := sized(Render(s.Picture), s.Width, s.Height)
	html, _ := b.Data["text/html"].(string)
	if rest, ok := strings.CutPrefix(html, "<img "); ok && b.Data["image/svg+xml"] != nil {
		b.Data["text/html"] = "<img " + attribute("width", s.Width) + attribute("height", s.Height) + rest
	}
	return b
}

func attribute(name string, n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%s=%q ", name, fmt.Sprint(n))
}

// pictured returns v as a picture to look at. A rectangle and a colour without
// end are images too, which other pictures are drawn with.
func pictured(v any) (image.Image, bool) {
	switch v := v.(type) {
	case image.Rectangle, *image.Uniform:
		return nil, false
	case image.Image:
		return v, true
	}
	return nil, false
}

// encodeImage returns a picture in memory as PNG.
func encodeImage(original image.Image) (Bundle, error) {
	img := fitted(original)
	var buf bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&buf, img); err != nil {
		return Bundle{}, err
	}
	b := PNG(buf.Bytes()).Display()
	size, sent := original.Bounds().Size(), img.Bounds().Size()
	text := fmt.Sprintf("%T, %d×%d pixels", original, size.X, size.Y)
	if sent != size {
		text += fmt.Sprintf(", shown with %d×%d", sent.X, sent.Y)
	}
	b.Data["text/plain"] = text
	return b, nil
}

func picture(mime, name string, data []byte) Bundle {
	text := name + " image, " + size(len(data))
	if w, h, ok := pixels(data); ok {
		text = fmt.Sprintf("%s image, %d×%d pixels", name, w, h)
	}
	return texts(mime, data, text)
}

func pixels(data []byte) (width, height int, ok bool) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	return config.Width, config.Height, err == nil
}

// sized adds a logical size to every picture in b.
func sized(b Bundle, width, height int) Bundle {
	logical := map[string]any{}
	if width > 0 {
		logical["width"] = width
	}
	if height > 0 {
		logical["height"] = height
	}
	metadata := map[string]any{}
	for mime := range b.Data {
		if len(logical) > 0 && len(mime) > 6 && mime[:6] == "image/" {
			metadata[mime] = logical
		}
	}
	if len(metadata) > 0 {
		b.Metadata = metadata
	}
	return b
}

// pngDPI returns the resolution that a PNG's pHYs chunk states, 96 where there
// is none (PNG specification, section 11.3.4.3).
func pngDPI(data []byte) float64 {
	const signature, head, sum = 8, 8, 4
	if len(data) < signature {
		return screenDPI
	}
	for rest := data[signature:]; len(rest) >= head; {
		length := uint64(binary.BigEndian.Uint32(rest))
		kind := string(rest[4:head])
		if kind == "IDAT" || length+head+sum > uint64(len(rest)) {
			break
		}
		if body := rest[head : head+length]; kind == "pHYs" && len(body) == 9 && body[8] == 1 {
			perMetre := binary.BigEndian.Uint32(body)
			if perMetre > 0 {
				return math.Round(float64(perMetre) * 0.0254)
			}
		}
		rest = rest[head+length+sum:]
	}
	return screenDPI
}
