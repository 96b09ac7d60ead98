package segment

//go:generate sh -c "mkdir -p dict && cp -f $(go list -m -f {{.Dir}} github.com/yanyiwu/gojieba)/deps/cppjieba/dict/jieba.dict.utf8 $(go list -m -f {{.Dir}} github.com/yanyiwu/gojieba)/deps/cppjieba/dict/hmm_model.utf8 $(go list -m -f {{.Dir}} github.com/yanyiwu/gojieba)/LICENSE dict && chmod u+w dict/jieba.dict.utf8 dict/hmm_model.utf8 dict/LICENSE"
