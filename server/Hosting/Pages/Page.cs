namespace SovereignFleet.Server.Hosting.Pages;

/// <summary>A page of a list, and the token of the next one.</summary>
/// <param name="NextToken">Empty: this is the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Rows, string NextToken)
{
    /// <param name="read">One row more than the page has, where there is one.</param>
    /// <param name="token">Of a page that ended with this row.</param>
    public static Page<T> Cut(List<T> read, int size, Func<T, string> token) =>
        read.Count > size ? new Page<T>(read[..size], token(read[size - 1])) : new Page<T>(read, "");

    /// <summary>How many rows a page has, by what was asked: 0 is the usual number.</summary>
    public static int Size(uint asked, int usual, int most) => asked == 0 ? usual : (int)Math.Min(asked, (uint)most);
}
