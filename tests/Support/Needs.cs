namespace SovereignFleet.Tests.Support;

/// <summary>A test that needs a program which this machine lacks is skipped, and says so.</summary>
internal static class Needs
{
    public static void Programs(params string[] names)
    {
        var missing = names.Where(name => Find(name) is null).ToList();
        if (missing.Count > 0)
        {
            Assert.Inconclusive("not installed: " + string.Join(", ", missing));
        }
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin").Split(':')
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
