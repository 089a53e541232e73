using System.Text.RegularExpressions;

namespace SovereignFleet.Tests.Architecture;

/// <summary>Which folder of a program uses which other: read from the text, by the names of types that a file can see.</summary>
internal sealed partial class FolderArrows
{
    /// <summary>Tables of contents: they list the rooms of their own capability, and that is no dependency.</summary>
    private static readonly string[] Contents = ["Registration.cs", "AgentHost.cs", "DashboardApp.cs"];

    /// <summary>FleetDb has a set for every capability's entities: the one file of Postgres that knows them all.</summary>
    private const string KnowsAll = "server/Postgres/FleetDb.cs";

    private readonly string program;
    private readonly List<SourceFile> files;
    private readonly ILookup<string, SourceFile> byType;
    private readonly Dictionary<string, SourceFile> bySet;

    private FolderArrows(string program)
    {
        this.program = program;
        files = [.. SourceFile.Under(program, ".cs", ".razor").Where(file => !file.Path.StartsWith("agent/Diagnostics/", StringComparison.Ordinal))];
        byType = (
            from file in files
            from type in file.TypeNames
            select (type, file)).ToLookup(row => row.type, row => row.file);
        bySet = files.Where(file => file.Path == KnowsAll).SelectMany(file => SetLine().Matches(file.Code))
            .ToDictionary(set => set.Groups["set"].Value, set => byType[set.Groups["type"].Value.Split('.')[^1]].First());
    }

    /// <summary>Every use of one folder by another, a row for each file and type.</summary>
    public static IReadOnlyList<FolderArrow> Of(string program)
    {
        var arrows = new FolderArrows(program);
        return [.. arrows.files.SelectMany(arrows.From)];
    }

    /// <summary>The groups of folders that reach each other.</summary>
    public static IReadOnlyList<string> Cycles(IEnumerable<FolderArrow> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reach = next.ToDictionary(folder => folder.Key, folder => Reachable(folder.Key, next));
        return [.. reach.Keys.Where(folder => reach[folder].Contains(folder))
            .Select(folder => string.Join(", ", reach[folder].Where(other => reach.GetValueOrDefault(other)?.Contains(folder) == true).Order(StringComparer.Ordinal)))
            .Distinct()];
    }

    private static HashSet<string> Reachable(string folder, ILookup<string, string> next)
    {
        var seen = new HashSet<string>();
        var waiting = new Stack<string>(next[folder]);
        while (waiting.TryPop(out var reached))
        {
            if (seen.Add(reached))
            {
                foreach (var further in next[reached])
                {
                    waiting.Push(further);
                }
            }
        }

        return seen;
    }

    private IEnumerable<FolderArrow> From(SourceFile file)
    {
        if (file.Path == KnowsAll || file.Folder == program)
        {
            return [];
        }

        var listed = Contents.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal));
        var used = NameToken().Matches(file.Code).Select(token => token.Value).Distinct().SelectMany(token => Declared(file, token))
            .Concat(SetToken().Matches(file.Code).Select(token => bySet.GetValueOrDefault(token.Groups[1].Value)).OfType<SourceFile>());
        return used.Where(other => other.Folder != file.Folder && other.Folder != program && !(listed && Capability(other) == Capability(file)))
            .Select(other => new FolderArrow(Relative(file.Folder), Relative(other.Folder), file.Path, other.Stem)).Distinct();
    }

    /// <summary>The file of the first part of a dotted name that is a type which the file can see.</summary>
    private IEnumerable<SourceFile> Declared(SourceFile file, string token)
    {
        var parts = token.Split('.');
        for (var place = 0; place < parts.Length; place++)
        {
            var before = string.Join('.', parts[..place]);
            var found = byType[parts[place]].Where(other => other.Path != file.Path
                && (before.Length == 0 ? file.Sees(other.OwnNamespace) : other.OwnNamespace == before || other.OwnNamespace.EndsWith("." + before, StringComparison.Ordinal)));
            if (found.Any())
            {
                return found;
            }
        }

        return [];
    }

    private string Relative(string folder) => folder[(program.Length + 1)..];

    private static string Capability(SourceFile file) => file.Path.Split('/')[1];

    [GeneratedRegex(@"(?<![.\w])(?:[A-Z]\w*\.)*[A-Z]\w*")]
    private static partial Regex NameToken();

    // "db.Tickets.Where(...)" knows tickets, though it does not name their type.
    [GeneratedRegex(@"\bdb\.([A-Z]\w*)\b")]
    private static partial Regex SetToken();

    [GeneratedRegex(@"DbSet<(?<type>[\w.]+)> (?<set>\w+)")]
    private static partial Regex SetLine();
}

/// <param name="From">Relative to the program, as all folders here: "Service/Targets".</param>
/// <param name="File">The file that uses it.</param>
/// <param name="Type">The file of the type that is used.</param>
internal sealed record FolderArrow(string From, string To, string File, string Type);
