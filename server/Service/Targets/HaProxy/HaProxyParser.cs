using System.Globalization;

namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>Reads what HAProxy's runtime API prints. Columns are found by their header's name: they move between versions.</summary>
internal static class HaProxyParser
{
    /// <summary>The server's row. Null: not in the text.
    /// <code>
    /// 1
    /// # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight ... srv_check_status srv_check_result srv_check_health srv_check_state ...
    /// 3 be 1 s1 127.0.0.1 0 8 1 1 0 8 2 0 6 0 0 0 - 18081 - 0 0 - - 0
    /// </code></summary>
    public static HaProxyRow? State(string text, string backend, string server)
    {
        var row = Rows(text, ' ', "be_name").FirstOrDefault(row => row["be_name"] == backend && row["srv_name"] == server);
        return row is not null && Number(row, "srv_admin_state") is { } admin && Number(row, "srv_op_state") is { } operation
            ? new HaProxyRow(
                admin, operation, Number(row, "srv_uweight") ?? 1, Number(row, "srv_check_state") ?? 0, Number(row, "srv_check_result") ?? 0,
                Number(row, "srv_check_health") ?? 0)
            : null;
    }

    /// <summary>The server's row. Null: not in the text, or without its sessions.
    /// <code>
    /// # pxname,svname,qcur,qmax,scur,smax,slim,stot,...,check_status,...,agent_status,...,check_rise,check_fall,check_health,agent_rise,agent_fall,agent_health,...
    /// be,s1,0,0,1,1,,14,...,L4CON,...,,...,1,3,0,,,,...
    /// </code></summary>
    public static HaProxyStat? Stat(string text, string backend, string server)
    {
        var row = Rows(text, ',', "pxname").FirstOrDefault(row => row["pxname"] == backend && row["svname"] == server);
        if (row is null || Number(row, "scur") + Number(row, "qcur") is not { } sessions)
        {
            return null;
        }

        var agentHolds = Number(row, "agent_health") < Number(row, "agent_rise");
        return new HaProxyStat(
            sessions, Number(row, "stot"), (Number(row, "check_rise") + Number(row, "check_fall") - 1) ?? 0,
            // "* L4CON": the next check is under way.
            Text(row, "check_status").TrimStart('*', ' '), agentHolds ? Text(row, "agent_status").TrimStart('*', ' ') : "");
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string text, char separator, string firstKnownColumn)
    {
        string[]? header = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal) && line.Contains(firstKnownColumn, StringComparison.Ordinal))
            {
                header = line[2..].Split(separator);
            }
            else if (header is not null && line.Split(separator) is var cells && cells.Length >= header.Length - 1)
            {
                yield return header.Zip(cells).Where(pair => pair.First is not ("" or "-"))
                    .ToDictionary(pair => pair.First, pair => pair.Second);
            }
        }
    }

    private static string Text(Dictionary<string, string> row, string column) => row.GetValueOrDefault(column, "");

    private static int? Number(Dictionary<string, string> row, string column) =>
        row.TryGetValue(column, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
