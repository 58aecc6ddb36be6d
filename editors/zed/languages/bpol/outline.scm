; Each statement: its keyword and its name.
(_ keyword: _ @context name: (name) @name) @item
