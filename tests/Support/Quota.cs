namespace SovereignFleet.Tests.Support;

/// <summary>How many bytes the files of a folder may have together.</summary>
internal sealed class Quota
{
    public long Bytes { get; set; }

    public long Used(string folder) => Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
}
