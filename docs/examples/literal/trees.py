for fruit, kilograms in orchard.items():
    print(fruit, kilograms)
