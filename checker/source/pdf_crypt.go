package source

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// pdfCrypt undoes the encryption of files that open without a password: those
// that only forbid copying or printing. Reading them as a viewer does is what
// they are for; a file that asks for a password stays closed.
type pdfCrypt struct {
	key   []byte
	aes   bool
	whole bool // the key is used as it is (AES-256)
}

// pdfPadding fills up passwords (ISO 32000-1, 7.6.3.3).
const pdfPadding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// openCrypt finds the key for the empty password; errSecret where there is none.
func (f *pdfFile) openCrypt() (*pdfCrypt, error) {
	d := f.dict(f.trailer["Encrypt"])
	if d == nil || f.name(d["Filter"]) != "Standard" {
		return nil, errSecret
	}
	version, revision := f.int(d["V"], 0), f.int(d["R"], 0)
	owner, _ := f.get(d["O"]).(pdfString)
	user, _ := f.get(d["U"]).(pdfString)
	c := &pdfCrypt{}
	bits := f.int(d["Length"], 40)
	if version >= 4 {
		bits = 128
		filter := f.dict(f.dict(d["CF"])[f.name(d["StmF"])])
		switch f.name(filter["CFM"]) {
		case "AESV2":
			c.aes = true
		case "AESV3":
			c.aes, c.whole = true, true
		case "V2":
		default:
			return nil, errSecret
		}
	}
	if version >= 5 {
		key, _ := f.get(d["UE"]).(pdfString)
		if len(user) < 48 || len(key) < 32 || !c.whole {
			return nil, errSecret
		}
		hash := pdfHash
		if revision < 6 {
			hash = func(salt []byte) []byte { s := sha256.Sum256(salt); return s[:] }
		}
		if !bytes.Equal(hash([]byte(user[32:40])), []byte(user[:32])) {
			return nil, errSecret
		}
		block, err := aes.NewCipher(hash([]byte(user[40:48])))
		if err != nil {
			return nil, errSecret
		}
		c.key = make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(c.key, []byte(key[:32]))
		return c, nil
	}
	if version < 1 || len(owner) < 32 || len(user) < 32 || bits < 40 || bits > 128 {
		return nil, errSecret
	}
	n := bits / 8
	if revision < 3 {
		n = 5
	}
	h := md5.New()
	h.Write([]byte(pdfPadding))
	h.Write([]byte(owner[:32]))
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(int64(f.number(d["P"], 0)))))
	id := pdfString("")
	if a := f.array(f.trailer["ID"]); len(a) > 0 {
		id, _ = f.get(a[0]).(pdfString)
	}
	h.Write([]byte(id))
	if plain, ok := f.get(d["EncryptMetadata"]).(bool); ok && !plain && revision >= 4 {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	key := h.Sum(nil)
	if revision >= 3 {
		for range 50 {
			s := md5.Sum(key[:n])
			key = s[:]
		}
	}
	c.key = key[:n]
	// The key is right when it makes the user entry out of the empty password.
	want := []byte(pdfPadding)
	if revision >= 3 {
		s := md5.Sum(append([]byte(pdfPadding), id...))
		want = s[:]
	}
	for i := range 20 {
		k := bytes.Clone(c.key)
		for j := range k {
			k[j] ^= byte(i)
		}
		r, err := rc4.NewCipher(k)
		if err != nil {
			return nil, errSecret
		}
		r.XORKeyStream(want, want)
		if revision < 3 {
			break
		}
	}
	if !bytes.HasPrefix([]byte(user), want) {
		return nil, errSecret
	}
	return c, nil
}

// pdfHash is the hardened hash of revision 6 for the empty password (ISO 32000-2,
// 7.6.4.3.4).
func pdfHash(salt []byte) []byte {
	s := sha256.Sum256(salt)
	k := s[:]
	for i := 0; ; i++ {
		k1 := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(k1, k1)
		sum := 0
		for _, b := range k1[:16] {
			sum += int(b)
		}
		switch sum % 3 {
		case 0:
			h := sha256.Sum256(k1)
			k = h[:]
		case 1:
			h := sha512.Sum384(k1)
			k = h[:]
		default:
			h := sha512.Sum512(k1)
			k = h[:]
		}
		if i >= 63 && int(k1[len(k1)-1]) <= i-31 {
			return k[:32]
		}
	}
}

// bytes decrypts what belongs to an object.
func (c *pdfCrypt) bytes(num int, b []byte) []byte {
	key := c.key
	if !c.whole {
		h := md5.New()
		h.Write(c.key)
		h.Write([]byte{byte(num), byte(num >> 8), byte(num >> 16), 0, 0})
		if c.aes {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(16, len(c.key)+5)]
	}
	if !c.aes {
		r, err := rc4.NewCipher(key)
		if err != nil {
			return nil
		}
		out := make([]byte, len(b))
		r.XORKeyStream(out, b)
		return out
	}
	if len(b) < 32 {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	body := b[16 : len(b)-len(b)%16]
	out := make([]byte, len(body))
	cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, body)
	if n := int(out[len(out)-1]); n >= 1 && n <= 16 {
		out = out[:len(out)-n]
	}
	return out
}

// object leaves strings alone: no text of a page stands in them. Streams of
// cross-references are never encrypted.
func (c *pdfCrypt) object(_ int, v any) any {
	if s, ok := v.(*pdfStream); ok && s.pdfDict["Type"] == pdfName("XRef") {
		s.num = 0
	}
	return v
}
