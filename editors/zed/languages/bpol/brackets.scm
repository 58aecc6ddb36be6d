("<" @open ">" @close)
("[" @open "]" @close)
