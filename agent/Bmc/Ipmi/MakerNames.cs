namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>A home for ipmitool with the makers of servers in it. Without one it reads the registry of all enterprises, five megabytes,
/// each time that it starts, for one name: five sixths of what a reading costs. Only ipmitool 1.8.19 and later look for it.</summary>
internal static class MakerNames
{
    // The registry's own form; https://www.iana.org/assignments/enterprise-numbers
    private const string Registry =
        """
        0
          Reserved
        2
          IBM
        11
          Hewlett-Packard
        343
          Intel Corporation
        373
          Tatung Co., Ltd.
        674
          Dell Inc.
        2011
          HUAWEI Technology Co.,Ltd
        4753
          MontaVista Software, Inc.
        5703
          NVIDIA Corporation
        6569
          INVENTEC CORPORATION
        7244
          Quanta Computer Inc.
        10368
          Fujitsu Technology Solutions GmbH
        10876
          Super Micro Computer Inc.
        15370
          GIGA-BYTE TECHNOLOGY CO., LTD
        19046
          Lenovo Enterprise Business Group
        20301
          IBM eServer X
        20974
          American Megatrends, Inc
        33049
          Mellanox Technologies LTD
        40981
          Facebook, Inc.
        42817
          IBM Platform Firmware Division
        47196
          Hewlett Packard Enterprise
        49769
          YADRO

        """;

    // Debian's ipmitool and the upstream one.
    private static readonly string[] Files = ["enterprise-numbers.txt", "enterprise-numbers"];

    /// <summary>The home; null where it cannot be written: then ipmitool reads as it always did.</summary>
    public static string? Keep(string dataFolder)
    {
        var home = Path.Combine(dataFolder, "ipmitool");
        var folder = Path.Combine(home, ".local/usr/share/misc");
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Files)
            {
                File.WriteAllText(Path.Combine(folder, file), Registry);
            }

            return home;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
