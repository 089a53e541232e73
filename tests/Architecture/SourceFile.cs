using System.Text.RegularExpressions;

namespace SovereignFleet.Tests.Architecture;

/// <summary>One hand-written source file of the repository. It is read as text: file-scoped namespaces and the enforced
/// formatting put every top-level type at column 0 and every member at column 4.</summary>
internal sealed partial class SourceFile
{
    private HashSet<string>? usings;

    private SourceFile(string path)
    {
        Path = path;
        Lines = File.ReadAllLines(System.IO.Path.Combine(Repository.Root, path));
        Code = string.Join('\n', Lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
    }

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? "";

    /// <summary>"FleetDb" of FleetDb.cs, "Home" of Home.razor.cs.</summary>
    public string Stem => System.IO.Path.GetFileName(Path).Split('.')[0];

    public string? Namespace => Lines.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    /// <summary>The text without line comments, so that a "see also" is no dependency.</summary>
    public string Code { get; }

    /// <summary>Of a Razor file, which need not say it, by its folder.</summary>
    public string OwnNamespace => Namespace ?? Repository.NamespaceOf(Folder);

    /// <summary>The names of the types that it declares; a Razor file declares its component.</summary>
    public IEnumerable<string> TypeNames => Path.EndsWith(".razor", StringComparison.Ordinal) ? [Stem] : Types.Select(type => type.Name);

    /// <summary>Whether the types of a namespace need no qualification here.</summary>
    public bool Sees(string other) => OwnNamespace == other || OwnNamespace.StartsWith(other + ".", StringComparison.Ordinal) || Usings.Contains(other);

    private HashSet<string> Usings => usings ??= [.. UsingLine().Matches(string.Join('\n', Lines.Concat(Imports()))).Select(match => match.Groups[1].Value)];

    // _Imports.razor of this folder and of those above it.
    private IEnumerable<string> Imports()
    {
        if (!Path.EndsWith(".razor", StringComparison.Ordinal))
        {
            yield break;
        }

        for (var folder = Folder; folder is { Length: > 0 }; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var imports = System.IO.Path.Combine(Repository.Root, folder, "_Imports.razor");
            foreach (var line in File.Exists(imports) ? File.ReadAllLines(imports) : [])
            {
                yield return line;
            }
        }
    }

    public IEnumerable<DeclaredType> Types => Lines
        .Select(line => TypeLine().Match(line))
        .Where(match => match.Success)
        .Select(match => new DeclaredType(match.Groups["kind"].Value, match.Groups["name"].Value));

    public static IEnumerable<SourceFile> Under(string folder, params string[] extensions) =>
        from path in Repository.Files(folder)
        where extensions.Any(extension => path.EndsWith(extension, StringComparison.Ordinal))
        orderby path
        select new SourceFile(path);

    // "using A.B;", "@using A.B", "using Wire = A.B;": what an alias names is seen under its own name only.
    [GeneratedRegex(@"^@?using (?:static )?([\w.]+);?\s*$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex NamespaceLine();

    // "internal sealed partial class X", "public readonly record struct Y(int Z)", "internal delegate Task Run(int x);"
    [GeneratedRegex(@"^(?:(?:public|internal|file|abstract|sealed|static|partial|readonly|ref|unsafe) )*(?<kind>class|record struct|record class|record|struct|interface|enum|delegate [\w<>.?\[\]]+) (?<name>\w+)")]
    private static partial Regex TypeLine();
}

internal sealed record DeclaredType(string Kind, string Name);
