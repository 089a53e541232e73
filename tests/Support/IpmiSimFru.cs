using System.Text;

namespace SovereignFleet.Tests.Support;

/// <summary>A FRU area as the IPMI Platform Management FRU specification lays it out: header, board area, product area.</summary>
internal static class IpmiSimFru
{
    private const int Size = 256;
    private const byte English = 25;
    private const byte EndOfFields = 0xC1;

    public static byte[] Bytes(string serial)
    {
        byte[] manufactured = [0x10, 0x20, 0x30];
        var board = Area([English, .. manufactured, .. Texts("Acme", "GPU-NODE-8X", serial, "P/N-0001", "fru0")]);
        var product = Area([English, .. Texts("Acme", "GPU Server 8x", "MODEL-8", "v1", serial, "ASSET-1", "fru0")]);
        // Version, then where each area begins, in units of 8 bytes: internal, chassis, board, product, records.
        byte[] header = [1, 0, 0, 1, (byte)(1 + (board.Length / 8)), 0, 0];
        byte[] all = [.. header, Checksum(header), .. board, .. product];
        Array.Resize(ref all, Size);
        return all;
    }

    private static byte[] Area(byte[] fields)
    {
        var length = ((2 + fields.Length + 1 + 1 + 7) / 8) * 8;
        var area = new byte[length];
        area[0] = 1;
        area[1] = (byte)(length / 8);
        fields.CopyTo(area, 2);
        area[2 + fields.Length] = EndOfFields;
        area[^1] = Checksum(area);
        return area;
    }

    private static IEnumerable<byte> Texts(params string[] texts) =>
        texts.SelectMany(text => Encoding.ASCII.GetBytes(text).Prepend((byte)(0xC0 | text.Length)));

    private static byte Checksum(byte[] bytes) => unchecked((byte)-bytes.Sum(value => value));
}
