using System.Globalization;
using System.Text.RegularExpressions;

namespace SovereignFleet.Tests.Architecture;

/// <summary>The size and the ties of what ships, counted: what <c>./fleet shape</c> prints.</summary>
internal sealed partial record Shape
{
    public const int MostFilesOfAFolder = 12;
    public const int MostParameters = 7;

    public required string Program { get; init; }
    public required int Files { get; init; }
    /// <summary>Lines of the file in the middle.</summary>
    public required int Median { get; init; }
    public required (string Path, int Lines) Longest { get; init; }
    public required IReadOnlyList<string> CrowdedFolders { get; init; }
    /// <summary>Pairs of folders of which one uses the other.</summary>
    public required int Arrows { get; init; }
    public required IReadOnlyList<string> Backward { get; init; }
    public required IReadOnlyList<string> Cycles { get; init; }
    public required (string Where, int Lines) LongestMember { get; init; }
    public required (string Where, int Count) MostOfAConstructor { get; init; }

    public static IReadOnlyList<Shape> All => [.. Repository.Product.Select(Of)];

    public string Row => string.Create(CultureInfo.InvariantCulture,
        $"{Program,-10}{Files,6}{Median,8}{Longest.Lines,9}{CrowdedFolders.Count,9}{Arrows,8}{Backward.Count,10}{Cycles.Count,8}{LongestMember.Lines,8}{MostOfAConstructor.Count,8}");

    public static string Heading => $"{"",-10}{"files",6}{"median",8}{"longest",9}{"over 12",9}{"arrows",8}{"backward",10}{"cycles",8}{"member",8}{"params",8}";

    private static Shape Of(string program)
    {
        var files = SourceFile.Under(program, ".cs", ".razor").ToList();
        var sizes = files.Select(file => file.Lines.Count).Order().ToList();
        var longest = files.MaxBy(file => file.Lines.Count)!;
        IReadOnlyList<FolderArrow> arrows = program == "proto" ? [] : FolderArrows.Of(program);
        var members = files.SelectMany(file => MemberBodies.Of(file).Select(member => (Where: $"{file.Path}:{member.FirstLine}", member.Lines))).ToList();
        return new Shape
        {
            Program = program,
            Files = files.Count,
            Median = sizes[sizes.Count / 2],
            Longest = (longest.Path, longest.Lines.Count),
            CrowdedFolders = [.. files.GroupBy(file => file.Folder).Where(folder => folder.Count() > MostFilesOfAFolder).Select(folder => $"{folder.Key}: {folder.Count()}")],
            Arrows = arrows.Select(arrow => (arrow.From, arrow.To)).Distinct().Count(),
            Backward = program == "proto" ? [] : [.. Flow.Backward(program).Select(arrow => $"{arrow.File} uses {arrow.To}").Distinct()],
            Cycles = FolderArrows.Cycles(arrows),
            LongestMember = members.DefaultIfEmpty().MaxBy(member => member.Lines),
            MostOfAConstructor = files.SelectMany(Constructors).DefaultIfEmpty().MaxBy(constructor => constructor.Count),
        };
    }

    /// <summary>What a class or struct is made from: its primary constructor, or one with a body. A record's are its values, and do not count.</summary>
    private static IEnumerable<(string Where, int Count)> Constructors(SourceFile file) =>
        from start in ConstructorStart().Matches(file.Code)
        let parameters = Parameters(file.Code, start.Index + start.Length)
        where parameters > 0
        select ($"{file.Path} {start.Groups["name"].Value}", parameters);

    // Commas of the list itself, not those of a generic type or a tuple in it.
    private static int Parameters(string code, int from)
    {
        var (depth, commas, place) = (0, 0, from);
        for (; place < code.Length && (depth > 0 || code[place] != ')'); place++)
        {
            depth += code[place] switch { '(' or '<' or '[' => 1, ')' or '>' or ']' => -1, _ => 0 };
            commas += depth == 0 && code[place] == ',' ? 1 : 0;
        }

        return code[from..place].Trim().Length == 0 ? 0 : commas + 1;
    }

    [GeneratedRegex(@"^(?:(?:public|internal|abstract|sealed|static|partial|readonly) )*(?:class|struct) (?<name>\w+)(?:<[\w, ]+>)?\(|^    (?:public|internal|protected|private) (?<name>[A-Z]\w*)\((?=[^)]*\)?)", RegexOptions.Multiline)]
    private static partial Regex ConstructorStart();
}
