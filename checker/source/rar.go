package source

import (
	"errors"
	"fmt"
	"io"

	"github.com/nwaples/rardecode/v2"
)

const rarMagic = "Rar!\x1A\x07"

// rarDict bounds the dictionary of a rar archive, in bytes.
const rarDict = 64 << 20

// rarSolid bounds, in bytes, what is unpacked once more for members of a solid
// archive, each of which needs all before it.
const rarSolid = 4 << 30

// readRar lists a rar archive, of version 4 or 5.
func readRar(r io.ReaderAt, size int64) (out []packed, err error) {
	begin := func() (*rardecode.Reader, error) {
		return rardecode.NewReader(io.NewSectionReader(r, 0, size), rardecode.MaxDictionarySize(rarDict))
	}
	z, err := begin()
	if err != nil {
		return nil, rarError(err)
	}
	solid, total, again := false, uint64(0), uint64(0)
	for {
		h, err := z.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil && len(out) > 0 && !errors.Is(rarError(err), errSecret) {
			// What stands before the break can be read; what stands behind must not look as if it had been.
			broken := rarError(err)
			return append(out, packed{name: "（后面的部分）", open: func() (io.ReadCloser, error) { return nil, broken }}), nil
		}
		if err != nil {
			return nil, rarError(err)
		}
		if len(out) > archiveMembers*2 {
			return nil, errBomb
		}
		i := len(out)
		name := h.Name
		if h.IsDir {
			name += "/"
		}
		total += uint64(max(0, h.UnPackedSize))
		if solid = solid || h.Solid; solid {
			if again += total; again > rarSolid {
				return nil, errBomb
			}
		}
		out = append(out, packed{
			name: name, size: uint64(max(0, h.UnPackedSize)), packed: uint64(max(1, h.PackedSize)), secret: h.Encrypted || h.HeaderEncrypted,
			open: func() (io.ReadCloser, error) {
				z, err := begin()
				for k := 0; err == nil && k <= i; k++ {
					_, err = z.Next()
				}
				if err != nil {
					return nil, rarError(err)
				}
				return io.NopCloser(rarMember{z}), nil
			},
		})
	}
}

type rarMember struct{ z *rardecode.Reader }

func (m rarMember) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = rarError(err)
	}
	return n, err
}

// rarError says in our words what the reader of rar says in its own.
func rarError(err error) error {
	kind := errXML
	switch {
	case errors.Is(err, rardecode.ErrArchiveEncrypted), errors.Is(err, rardecode.ErrArchivedFileEncrypted), errors.Is(err, rardecode.ErrBadPassword):
		kind = errSecret
	case errors.Is(err, rardecode.ErrDictionaryTooLarge):
		kind = errBomb
	case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, rardecode.ErrUnknownVersion), errors.Is(err, rardecode.ErrUnsupportedDecoder), errors.Is(err, rardecode.ErrUnknownDecoder):
		kind = errPacking
	}
	return fmt.Errorf("%w: %w", kind, err)
}
