using System.Globalization;

namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>Reads what HAProxy's runtime API prints. Columns are found by their header's name: they move between versions.</summary>
internal static class HaProxyParser
{
    /// <summary>The server's srv_admin_state, a bit mask; any bit set: it gets no new requests by somebody's will
    /// (https://docs.haproxy.org/2.6/management.html, "show servers state"). Null: not in the text.
    /// <code>
    /// 1
    /// # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight ...
    /// 3 be 1 s1 127.0.0.1 0 8 1 1 0 8 2 0 6 0 0 0 - 18081 - 0 0 - - 0
    /// </code></summary>
    public static int? AdminState(string text, string backend, string server)
    {
        var row = Rows(text, ' ', "be_name").FirstOrDefault(row => row["be_name"] == backend && row["srv_name"] == server);
        return row is null ? null : Number(row, "srv_admin_state");
    }

    /// <summary>Sessions on the server and requests queued for it.
    /// <code>
    /// # pxname,svname,qcur,qmax,scur,smax,...
    /// be,s1,0,0,1,1,,14,...
    /// </code></summary>
    public static int? Sessions(string text, string backend, string server)
    {
        var row = Rows(text, ',', "pxname").FirstOrDefault(row => row["pxname"] == backend && row["svname"] == server);
        return row is null ? null : Number(row, "scur") + Number(row, "qcur");
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

    private static int? Number(Dictionary<string, string> row, string column) =>
        row.TryGetValue(column, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
