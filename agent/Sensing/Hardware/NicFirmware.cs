using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.Sensing.Hardware;

/// <summary>The firmware of a network card: the kernel tells it by ethtool's ioctl, to anyone.</summary>
internal static partial class NicFirmware
{
    private const int Inet = 2; // AF_INET
    private const int Datagram = 2 | 0x80000; // SOCK_DGRAM | SOCK_CLOEXEC
    private const nuint EthtoolRequest = 0x8946; // SIOCETHTOOL
    private const uint DriverInfo = 3; // ETHTOOL_GDRVINFO
    private const int LongestName = 15;

    /// <summary>Empty where the driver tells none.</summary>
    public static unsafe string Read(string name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return "";
        }

        using var socket = new SafeFileHandle(Open(Inet, Datagram, 0), ownsHandle: true);
        if (socket.IsInvalid)
        {
            return "";
        }

        var info = new Info { Command = DriverInfo };
        var request = new Request { Info = (nint)(&info) };
        Encoding.ASCII.GetBytes(name, new Span<byte>(request.Name, LongestName));
        return Control(socket, EthtoolRequest, ref request) == 0 ? Firmware(new ReadOnlySpan<byte>(info.Firmware, 32)) : "";
    }

    private static string Firmware(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return text == "N/A" ? "" : text;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial nint Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle socket, nuint request, ref Request argument);

    /// <summary>struct ifreq, 40 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private unsafe struct Request
    {
        [FieldOffset(0)]
        public fixed byte Name[16];

        [FieldOffset(16)]
        public nint Info;
    }

    /// <summary>struct ethtool_drvinfo, 196 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 196)]
    private unsafe struct Info
    {
        [FieldOffset(0)]
        public uint Command;

        [FieldOffset(68)]
        public fixed byte Firmware[32];
    }
}
