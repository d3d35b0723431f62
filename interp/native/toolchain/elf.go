package toolchain

import (
	"cmp"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
)

// typeInfo is what the linker must know of a type that another file defines, in
// order to lay out a global variable of that type.
type typeInfo struct {
	symbol  string // as type:time.Time
	size    uint64 // bytes
	ptrdata uint64 // bytes up to the end of the last pointer
	mask    []byte // a bit for each word of ptrdata, set for a pointer
}

// The layout of a type descriptor, internal/abi.Type, on 64-bit machines.
const (
	typeHeaderSize   = 48
	typePtrdata      = 8
	typeFlags        = 20
	typeMask         = 32
	flagMaskOnDemand = 1 << 4 // the mask is made by the runtime when it is needed
	pointerSize      = 8
)

// Relocations of x86-64: where the dynamic linker will write an address.
const (
	relocationSize     = 24
	relocationAbsolute = 1 // of a symbol, plus an addend
	relocationRelative = 8 // of the file itself, plus an addend
)

// readTypes gives the types that an executable or a plugin defines, sorted by
// symbol. Types without a mask of their own are left out.
func readTypes(file string) ([]typeInfo, error) {
	f, err := elf.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	symbols, err := f.DynamicSymbols()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	image := &image{file: f, data: map[int][]byte{}}
	addresses, err := image.relocate(symbols)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var types []typeInfo
	for _, s := range symbols {
		if !strings.HasPrefix(s.Name, "type:") || strings.HasPrefix(s.Name, "type:.") || s.Section == elf.SHN_UNDEF || elf.ST_TYPE(s.Info) != elf.STT_OBJECT {
			continue
		}
		header := image.at(s.Value, typeHeaderSize)
		if header == nil {
			continue
		}
		t := typeInfo{symbol: s.Name, size: binary.LittleEndian.Uint64(header), ptrdata: binary.LittleEndian.Uint64(header[typePtrdata:])}
		if t.ptrdata > 0 {
			if header[typeFlags]&flagMaskOnDemand != 0 {
				continue
			}
			mask := binary.LittleEndian.Uint64(header[typeMask:])
			if relocated, ok := addresses[s.Value+typeMask]; ok {
				mask = relocated
			}
			if t.mask = image.at(mask, (t.ptrdata/pointerSize+7)/8); t.mask == nil {
				continue
			}
		}
		types = append(types, t)
	}
	slices.SortFunc(types, func(a, b typeInfo) int { return cmp.Compare(a.symbol, b.symbol) })
	return types, nil
}

// writeTypes writes a line for each type, in the form that the linker reads.
func writeTypes(w io.Writer, types []typeInfo) error {
	for _, t := range types {
		if _, err := fmt.Fprintf(w, "%s\t%d\t%d\t%x\n", t.symbol, t.size, t.ptrdata, t.mask); err != nil {
			return err
		}
	}
	return nil
}

// image is the part of an ELF file that is loaded into memory.
type image struct {
	file *elf.File
	data map[int][]byte // contents of sections, read when needed
}

// at gives size bytes at an address, nil if the file does not have them.
func (m *image) at(address, size uint64) []byte {
	for i, s := range m.file.Sections {
		if s.Flags&elf.SHF_ALLOC == 0 || s.Type == elf.SHT_NOBITS || address < s.Addr || address+size > s.Addr+s.Size {
			continue
		}
		if m.data[i] == nil {
			data, err := s.Data()
			if err != nil {
				return nil
			}
			m.data[i] = data
		}
		return m.data[i][address-s.Addr:][:size]
	}
	return nil
}

// relocate gives the addresses that the dynamic linker will write, by the place
// where it writes them; zero for those outside of the file.
func (m *image) relocate(symbols []elf.Symbol) (map[uint64]uint64, error) {
	addresses := map[uint64]uint64{}
	for _, s := range m.file.Sections {
		if s.Type != elf.SHT_RELA {
			continue
		}
		data, err := s.Data()
		if err != nil {
			return nil, err
		}
		for ; len(data) >= relocationSize; data = data[relocationSize:] {
			place := binary.LittleEndian.Uint64(data)
			info := binary.LittleEndian.Uint64(data[8:])
			addend := binary.LittleEndian.Uint64(data[16:])
			switch symbol := info >> 32; info & 0xffffffff {
			case relocationRelative:
				addresses[place] = addend
			case relocationAbsolute:
				if symbol == 0 || symbol > uint64(len(symbols)) {
					continue
				}
				if s := symbols[symbol-1]; s.Section != elf.SHN_UNDEF {
					addresses[place] = s.Value + addend
				} else {
					addresses[place] = 0
				}
			}
		}
	}
	return addresses, nil
}

// readABI0 gives, sorted, the functions that an executable or a plugin has under both
// calling conventions: the linker calls those of the stack-based one by a name
// that ends in .abi0.
func readABI0(file string) ([]string, error) {
	f, err := elf.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	symbols, err := f.DynamicSymbols()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var names []string
	for _, s := range symbols {
		if name, ok := strings.CutSuffix(s.Name, ".abi0"); ok && s.Section != elf.SHN_UNDEF {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
