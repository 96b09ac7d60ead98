package segment

//go:generate sh -c "mkdir -p dict && cd dict && src=$(go list -m -f {{.Dir}} github.com/yanyiwu/gojieba) && cp -f $src/deps/cppjieba/dict/jieba.dict.utf8 $src/deps/cppjieba/dict/hmm_model.utf8 $src/LICENSE . && chmod u+w *"
