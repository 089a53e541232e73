using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Grpc.Core;

namespace SovereignFleet.Server.Hosting.Pages;

/// <summary>A <see cref="PagePlace{TId}"/> as next_page_token says it: opaque, and of one list alone.</summary>
internal static class PageToken
{
    /// <param name="list">The list's name: a token of another is refused.</param>
    public static string Of<TId>(string list, DateTimeOffset at, TId id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{list} {at.UtcTicks} {id}")));

    /// <summary>Null: no token, the first page.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it is no token of this list.</exception>
    public static PagePlace<TId>? Read<TId>(string list, string token) where TId : IParsable<TId>
    {
        if (token.Length == 0)
        {
            return null;
        }

        return TryRead<TId>(list, token, out var place)
            ? place
            : throw new RpcException(new Status(
                StatusCode.InvalidArgument, "page_token is none of this list: give next_page_token of the page before, or none for the first page."));
    }

    private static bool TryRead<TId>(string list, string token, out PagePlace<TId> place) where TId : IParsable<TId>
    {
        place = default;
        // "drains 638993289600000000 0199f3a1-..."
        if (!TryDecode(token, out var text) || text.Split(' ', 3) is not [var of, var ticks, var id] || of != list
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > DateTime.MaxValue.Ticks
            || !TId.TryParse(id, CultureInfo.InvariantCulture, out var known))
        {
            return false;
        }

        place = new PagePlace<TId>(new DateTimeOffset(at, TimeSpan.Zero), known);
        return true;
    }

    private static bool TryDecode(string token, [NotNullWhen(true)] out string? text)
    {
        text = Base64Url.IsValid(token) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)) : null;
        return text is not null;
    }
}
