namespace SovereignFleet.Tests.Architecture;

/// <summary>The order of each program's folders, and what goes against it.</summary>
internal static class Flow
{
    public static string[] Of(string program) => program switch
    {
        "agent" => AgentFlow.Order,
        "server" => ServerFlow.Order,
        "dashboard" => DashboardFlow.Order,
        _ => throw new ArgumentOutOfRangeException(nameof(program), program, "There is no such program."),
    };

    public static IEnumerable<FolderArrow> Backward(string program)
    {
        var place = Of(program).Select((folder, index) => (folder, index)).ToDictionary(row => row.folder, row => row.index);
        return FolderArrows.Of(program).Where(arrow =>
            !place.TryGetValue(arrow.From, out var from) || !place.TryGetValue(arrow.To, out var to) || from < to);
    }
}
