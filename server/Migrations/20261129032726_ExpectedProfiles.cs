using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class ExpectedProfiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "expected_profiles",
                columns: table => new
                {
                    host_id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    gpus = table.Column<int>(type: "integer", nullable: true),
                    gpu_model = table.Column<string>(type: "text", nullable: true),
                    nics = table.Column<int>(type: "integer", nullable: true),
                    disks = table.Column<int>(type: "integer", nullable: true),
                    pcie_generation = table.Column<int>(type: "integer", nullable: true),
                    pcie_width = table.Column<int>(type: "integer", nullable: true),
                    nv_links = table.Column<int>(type: "integer", nullable: true),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_expected_profiles", x => x.host_id);
                    table.ForeignKey(
                        name: "fk_expected_profiles_hosts_host_id",
                        column: x => x.host_id,
                        principalTable: "hosts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "expected_profiles");
        }
    }
}
