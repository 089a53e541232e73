using System.Text.Json;

namespace SovereignFleet.Agent.Commands.Actions.Diagnose;

/// <summary>What `dcgmi diag -j` found. Pure.</summary>
internal sealed record DcgmReport(int Passed, int Failed, int Warned, int Skipped, IReadOnlyList<string> Faults)
{
    private const int MostFaults = 20;

    /// <summary>Null where the text is no such report.</summary>
    /* DCGM 4, abridged; DCGM 3 says "DCGM GPU Diagnostic", "gpu_ids": "0,1" or "gpu_id": "0", and warnings in plain text:
       { "DCGM Diagnostic": { "test_categories": [ { "category": "Hardware", "tests": [ { "name": "memory", "results": [
         { "entity_group": "GPU", "entity_id": 0, "status": "Pass" },
         { "entity_group": "GPU", "entity_id": 1, "status": "Fail", "warnings": [ { "error_id": 2, "warning": "GPU 1 ..." } ] } ],
         "test_summary": { "status": "Fail" } } ] } ] }, "metadata": { "version": "4.2.3" } } */
    public static DcgmReport? Parse(string text)
    {
        // The program may say something before its JSON.
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text[start..(text.LastIndexOf('}') + 1)]);
            return Categories(document.RootElement) is { } categories ? Of(categories) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Categories(JsonElement root) =>
        (Child(root, "DCGM Diagnostic") ?? Child(root, "DCGM GPU Diagnostic")) is { } diagnostic ? Child(diagnostic, "test_categories") : null;

    private static DcgmReport Of(JsonElement categories)
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        foreach (var test in Items(categories).SelectMany(category => Items(Child(category, "tests"))))
        {
            foreach (var result in Items(Child(test, "results")))
            {
                var status = Text(Child(result, "status"));
                counts[status] = counts.GetValueOrDefault(status) + 1;
                if (status.Equals("Fail", StringComparison.OrdinalIgnoreCase) || status.Equals("Warn", StringComparison.OrdinalIgnoreCase))
                {
                    faults.Add($"{Text(Child(test, "name"))} on {Where(result)}: {Why(result)}");
                }
            }
        }

        return new DcgmReport(
            counts.GetValueOrDefault("Pass"), counts.GetValueOrDefault("Fail"), counts.GetValueOrDefault("Warn"),
            counts.GetValueOrDefault("Skip"), [.. faults.Take(MostFaults)]);
    }

    private static string Where(JsonElement result)
    {
        var id = Child(result, "entity_id") ?? Child(result, "gpu_ids") ?? Child(result, "gpu_id");
        var group = Text(Child(result, "entity_group"));
        return id is null ? "the host" : $"{(group.Length > 0 ? group : "GPU")} {Text(id)}";
    }

    private static string Why(JsonElement result) => Child(result, "warnings") switch
    {
        { ValueKind: JsonValueKind.Array } list => string.Join("; ", Items(list).Select(item => Text(Child(item, "warning") ?? item))),
        { } one => Text(one),
        null => Text(Child(result, "info")) is { Length: > 0 } info ? info : "no reason given",
    };

    private static JsonElement? Child(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string Text(JsonElement? element) => element?.ToString() ?? "";
}
