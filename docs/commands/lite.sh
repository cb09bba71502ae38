inpage-exec lite --distribution ../pyodide numpy pandas
