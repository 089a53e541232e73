namespace SovereignFleet.Agent.Spool;

/// <summary>The name of this life of the spool. A folder that was emptied gets a new one, because its sequences begin anew.</summary>
internal static class SpoolIdentity
{
    public static string ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, "id");
        if (File.Exists(path) && Guid.TryParse(File.ReadAllText(path).Trim(), out var known))
        {
            return known.ToString();
        }

        // Records of an unknown life would be sent under a new name: the server would take them for new ones, which is right.
        var id = Guid.NewGuid().ToString();
        var next = path + ".new";
        using (var file = new FileStream(next, FileMode.Create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(id));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        return id;
    }
}
